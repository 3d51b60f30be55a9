#include <accounts/session_cookie.h>

namespace accounts {
namespace {

std::string cookie(std::string_view token, std::chrono::seconds lifetime, bool secure) {
  return std::string(kSessionCookie) + "=" + std::string(token) +
         "; Path=/; Max-Age=" + std::to_string(lifetime.count()) + "; HttpOnly; SameSite=Lax" +
         (secure ? "; Secure" : "");
}

}  // namespace

std::string_view session_token(const net::Headers& headers) {
  return net::cookie_value(headers.get("Cookie"), kSessionCookie);
}

std::string session_cookie(std::string_view token, std::chrono::seconds lifetime, bool secure) {
  return cookie(token, lifetime, secure);
}

std::string expired_session_cookie(bool secure) {
  return cookie("", std::chrono::seconds(0), secure);
}

}  // namespace accounts
