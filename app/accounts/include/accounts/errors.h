// What can go wrong with accounts, and as which HTTP status it is told.
#pragma once

#include <base/error.h>

namespace accounts {

inline constexpr base::ErrorCode kInvalidUsername = "invalid_username";
inline constexpr base::ErrorCode kWeakPassword = "weak_password";
inline constexpr base::ErrorCode kUsernameTaken = "username_taken";
// The same for an unknown name and a wrong password.
inline constexpr base::ErrorCode kBadCredentials = "bad_credentials";
// Who is logged in did not give the account's present password.
inline constexpr base::ErrorCode kWrongPassword = "wrong_password";
inline constexpr base::ErrorCode kNotFound = "not_found";
inline constexpr base::ErrorCode kTooManyAttempts = "too_many_attempts";
inline constexpr base::ErrorCode kNotLoggedIn = "not_logged_in";
// More log-ins at once than can be checked; try again in a moment.
inline constexpr base::ErrorCode kBusy = "busy";
// The request comes from a page of another site.
inline constexpr base::ErrorCode kCrossSite = "cross_site";
inline constexpr base::ErrorCode kUnsupportedMediaType = "unsupported_media_type";
inline constexpr base::ErrorCode kInvalidRequest = "invalid_request";

// The status for an error of this part, of the store or of the HTTP body; 500 for one that is not known.
[[nodiscard]] int http_status(base::ErrorCode code);

}  // namespace accounts
