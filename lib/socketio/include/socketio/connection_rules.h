// What a connection does with a packet, by the state of the namespace that it names. No I/O.
#pragma once

#include <cstdint>

#include <socketio/packet.h>

namespace socketio {

// Of one namespace, as one client stands to it.
enum class Membership : std::uint8_t {
  kAbsent,
  kJoining,  // middlewares are running
  kJoined,
  kExpelled,  // the server disconnected the socket; what the client had sent by then is still on its way
};

enum class Decision : std::uint8_t {
  kJoin,
  kRefuseUnknown,  // CONNECT_ERROR "Invalid namespace"
  kDispatch,
  kResolveAck,
  kLeave,
  kIgnore,
  kProtocolError,  // the session is closed
};

// `exists`: the server has a namespace of that name.
[[nodiscard]] Decision decide(const Packet& packet, Membership membership, bool exists);

}  // namespace socketio
