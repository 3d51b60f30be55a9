// What an Engine.IO server counts, for an operator to see.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <engineio/close_reason.h>
#include <engineio/tally.h>

namespace engineio {

// Why a request got an error instead of what it asked for. The first six are RequestError's.
enum class Refusal : std::uint8_t {
  kTransportUnknown,
  kSessionUnknown,
  kBadMethod,
  kBadRequest,
  kForbidden,  // by Options::allow_request
  kUnsupportedVersion,
  kForeignOrigin,
  kTooManySessions,
  kTooManySessionsOfAddress,
  kShuttingDown,
  kOverlappingRequests,  // a second poll or POST
  kBodyTooLarge,
  kMalformedBody,
};
inline constexpr std::size_t kRefusals = static_cast<std::size_t>(Refusal::kMalformedBody) + 1;

// "transport unknown", …
[[nodiscard]] std::string_view name_of(Refusal refusal);

struct Counts {
  std::size_t sessions = 0;           // open now
  std::size_t queued_bytes = 0;       // that they have not taken yet
  std::uint64_t opened = 0;           // ever
  std::uint64_t upgraded = 0;         // from polling to WebSocket
  std::uint64_t failed_upgrades = 0;  // WebSockets that were opened for that and did not get there
  Tally<CloseReason, kCloseReasons> closed;
  Tally<Refusal, kRefusals> refused;
};

// What the servers of several loops have counted together.
Counts& operator+=(Counts& sum, const Counts& more);

}  // namespace engineio
