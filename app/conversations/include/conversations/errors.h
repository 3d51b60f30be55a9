// What can go wrong with conversations, and as which HTTP status it is told.
#pragma once

#include <base/error.h>
#include <net/http.h>

namespace conversations {

// There is no such conversation, or it is somebody else's, or it has been deleted.
inline constexpr base::ErrorCode kNotFound = "not_found";
inline constexpr base::ErrorCode kInvalidTitle = "invalid_title";
// An answer in it is being written.
inline constexpr base::ErrorCode kAnswerRunning = "answer_running";
// A value in the query of a request.
inline constexpr base::ErrorCode kInvalidParameter = "invalid_parameter";

// The answer to a request that failed: with these codes, or any that accounts::error_response knows.
[[nodiscard]] net::Response error_response(const base::Error& error);

}  // namespace conversations
