// What a server has sent to each socket, by number: the measure of what its client receives.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <socketio/server.h>

namespace fuzz {

// Of one socket, from its first join to the end of the run.
struct Sent {
  std::weak_ptr<socketio::Socket> socket;
  std::vector<int> numbers;  // in the order of sending
  int connections = 0;       // that the application was told of
  int disconnections = 0;
};

// By socket id.
using Ledger = std::map<std::string, Sent, std::less<>>;

}  // namespace fuzz
