// Who is in a namespace, and who decides about it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <socketio/namespace.h>

#include "rooms.h"

namespace socketio {

class Namespaces;
class ParentNamespace;

struct Namespace::State {
  std::vector<Middleware> middlewares;
  std::vector<ConnectionHandler> connection_handlers;
  std::unordered_map<std::string, std::shared_ptr<Socket>, StringHash, std::equal_to<>> sockets;
  // Whose clients may come back. They stay in their rooms.
  std::unordered_map<std::string, Socket*, StringHash, std::equal_to<>> away;
  // Without the room of each socket's own id: that is found in `sockets` and `away`.
  Rooms<Socket*> rooms;
  std::uint64_t next_ack_id = 0;
  std::uint64_t last_offset = 0;  // of an event that recovery may send again

  // Of a child.
  const ParentNamespace* parent = nullptr;
  std::weak_ptr<Namespaces> home;
};

}  // namespace socketio
