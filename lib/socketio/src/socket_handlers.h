// What an application has asked of a socket.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engineio/deadlines.h>
#include <socketio/socket.h>

namespace socketio {

// Each handler is shared with the call that is running it: it may replace itself or end its socket.
struct Socket::Handlers {
  struct PendingAck {
    AckHandler handler;
    std::optional<engineio::Deadlines::Id> deadline;  // none: somebody else sees to the time
  };

  struct OfEvent {
    std::string name;
    std::shared_ptr<const EventHandler> handler;
    bool once;
  };

  std::vector<OfEvent> events;  // few: searched in order
  std::shared_ptr<const AnyHandler> any;
  std::shared_ptr<const DisconnectHandler> disconnecting;
  std::shared_ptr<const DisconnectHandler> disconnect;
  std::shared_ptr<const DrainHandler> drain;
  std::map<std::uint64_t, PendingAck> acks;
};

}  // namespace socketio
