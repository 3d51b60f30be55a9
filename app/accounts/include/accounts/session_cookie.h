// The cookie `ailab_session` (RFC 6265). Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <net/http.h>

namespace accounts {

inline constexpr std::string_view kSessionCookie = "ailab_session";

// The token in a request's Cookie header, or an empty view.
[[nodiscard]] std::string_view session_token(const net::Headers& headers);

// Values for Set-Cookie. `secure`: the browser came by TLS.
[[nodiscard]] std::string session_cookie(std::string_view token, std::chrono::seconds lifetime, bool secure);
[[nodiscard]] std::string expired_session_cookie(bool secure);

}  // namespace accounts
