#include <engineio/counts.h>

namespace engineio {

std::string_view name_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::kTransportUnknown:
      return "transport unknown";
    case Refusal::kSessionUnknown:
      return "session unknown";
    case Refusal::kBadMethod:
      return "bad handshake method";
    case Refusal::kBadRequest:
      return "bad request";
    case Refusal::kForbidden:
      return "forbidden";
    case Refusal::kUnsupportedVersion:
      return "unsupported protocol version";
    case Refusal::kForeignOrigin:
      return "foreign origin";
    case Refusal::kTooManySessions:
      return "too many sessions";
    case Refusal::kTooManySessionsOfAddress:
      return "too many sessions of an address";
    case Refusal::kShuttingDown:
      return "shutting down";
    case Refusal::kOverlappingRequests:
      return "overlapping requests";
    case Refusal::kBodyTooLarge:
      return "body too large";
    case Refusal::kMalformedBody:
      return "malformed body";
  }
  return "unknown";
}

}  // namespace engineio
