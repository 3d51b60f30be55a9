// Why a session ended, under the names that Engine.IO's and Socket.IO's other servers report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace engineio {

enum class CloseReason : std::uint8_t {
  kPingTimeout,     // no pong came in time
  kTransportClose,  // the peer closed
  kTransportError,  // a lost request, overlapping requests, a message over the limit, text that is not UTF-8
  kParseError,      // bytes that are no Engine.IO packet
  kForcedClose,     // the layer above ended the session
  kServerShuttingDown,  // the whole server ended
  kBufferOverflow,      // the peer did not read what was sent (not in other servers)
  kPacketFlood,         // the peer sent more packets a second than allowed (not in other servers)
};
inline constexpr std::size_t kCloseReasons = static_cast<std::size_t>(CloseReason::kPacketFlood) + 1;

// "ping timeout", "transport close", …
[[nodiscard]] std::string_view name_of(CloseReason reason);

}  // namespace engineio
