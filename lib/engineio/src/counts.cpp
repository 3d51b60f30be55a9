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

Counts& operator+=(Counts& sum, const Counts& more) {
  sum.sessions += more.sessions;
  sum.queued_bytes += more.queued_bytes;
  sum.opened += more.opened;
  sum.upgraded += more.upgraded;
  sum.failed_upgrades += more.failed_upgrades;
  sum.closed += more.closed;
  sum.refused += more.refused;
  return sum;
}

}  // namespace engineio
