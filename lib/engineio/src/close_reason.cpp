#include <engineio/close_reason.h>

namespace engineio {

std::string_view name_of(CloseReason reason) {
  switch (reason) {
    case CloseReason::kPingTimeout:
      return "ping timeout";
    case CloseReason::kTransportClose:
      return "transport close";
    case CloseReason::kTransportError:
      return "transport error";
    case CloseReason::kParseError:
      return "parse error";
    case CloseReason::kForcedClose:
      return "forced close";
    case CloseReason::kServerShuttingDown:
      return "server shutting down";
    case CloseReason::kBufferOverflow:
      return "buffer overflow";
    case CloseReason::kPacketFlood:
      return "packet flood";
  }
  return "unknown";
}

}  // namespace engineio
