// Why a socket left its namespace, under the names that Socket.IO's documentation gives.
#pragma once

#include <cstdint>
#include <string_view>

#include <engineio/close_reason.h>

namespace socketio {

enum class DisconnectReason : std::uint8_t {
  kClientNamespaceDisconnect,  // the client called disconnect()
  kServerNamespaceDisconnect,  // Socket::disconnect
  // The session below ended; see engineio::CloseReason.
  kPingTimeout,
  kTransportClose,
  kTransportError,
  kParseError,
  kForcedClose,
  kServerShuttingDown,
  kBufferOverflow,
  kPacketFlood,
};

// "client namespace disconnect", "ping timeout", …
[[nodiscard]] std::string_view name_of(DisconnectReason reason);
[[nodiscard]] DisconnectReason reason_of(engineio::CloseReason reason);

}  // namespace socketio
