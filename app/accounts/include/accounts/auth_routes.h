// POST /auth/register, /auth/login and /auth/logout.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <net/router.h>
#include <runtime/task.h>

#include <accounts/accounts.h>

namespace accounts {

struct AuthRoutesOptions {
  std::vector<std::string> allowed_origins;  // see origin_check.h
  bool trust_forwarded = false;  // X-Forwarded-Proto and X-Forwarded-For come from a proxy of ours
  // The JSON text that tells an account about itself, the same as GET /api/me answers.
  std::function<runtime::Task<base::Result<std::string>>(const Account&)> me;
  // Called after a log-out, on the loop, so that the session's sockets are closed.
  std::function<void(std::string_view session_id)> on_session_ended;
};

// Adds the routes. `accounts` outlives the router's last request. JSON answers JSON; a form is answered 303
// to "/", or to "/?error=CODE".
void add_auth_routes(net::Router& router, Accounts& accounts, AuthRoutesOptions options);

// The account of the request's session cookie, for other routes and for sockets. Error: kNotLoggedIn.
runtime::Task<base::Result<SessionInfo>> authenticate(Accounts& accounts, const net::Headers& headers);

// Error responses with the status of http_status.
[[nodiscard]] net::Response error_response(const base::Error& error);

// The peer's address: the last of X-Forwarded-For if that is trusted, else the connection's.
[[nodiscard]] std::string client_address(const net::Request& request, bool trust_forwarded);
// Whether the browser came by TLS, by X-Forwarded-Proto if that is trusted.
[[nodiscard]] bool came_by_tls(const net::Request& request, bool trust_forwarded);

}  // namespace accounts
