// The codes of the `error` event that belong to the conversation itself. The others come from where they
// arise: tutor::kBusy, tutor::kInvalidMessage, tutor::kUpstreamError, tutor::kUpstreamTimeout,
// tutor::kInterrupted, coins::kLowCoins.
#pragma once

#include <string>

#include <base/error.h>

#include <coins/tier.h>

namespace chat {

// The socket has no session, or its session has ended.
inline constexpr base::ErrorCode kNotLoggedIn = "not_logged_in";
// The account asks faster than the settings allow.
inline constexpr base::ErrorCode kRateLimited = "rate_limited";

// What a student is told when a question could not be taken: a code of the public contract and a sentence
// that helps. Failures that are none of theirs (the database's, say) become tutor::kBusy.
[[nodiscard]] base::Error refusal_of(const base::Error& error, coins::Tier tier);

}  // namespace chat
