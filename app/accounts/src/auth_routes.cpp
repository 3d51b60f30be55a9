#include <memory>
#include <utility>

#include <runtime/log.h>
#include <store/errors.h>

#include <accounts/auth_routes.h>
#include <accounts/session_cookie.h>

#include "credentials.h"
#include "route_answers.h"

namespace accounts {
namespace {

constexpr std::size_t kMostBodyBytes = std::size_t{16} * 1024;

net::Response redirect(std::string to) {
  return {.status = 303,
          .headers = {{"Location", std::move(to)}, {"Cache-Control", "no-store"}},
          .body = {},
          .static_body = {}};
}

net::Response refusal_response(const Refusal& refusal, BodyKind kind) {
  if (kind == BodyKind::kForm) return redirect("/?error=" + std::string(refusal.error.code.name()));
  return refusal_response(refusal);
}

enum class Action { kRegister, kLogIn };

// Owned by the handlers it is mounted with. Its tasks run within an exchange, so while the router lives.
class AuthRoutes {
 public:
  AuthRoutes(Accounts& accounts, AuthRoutesOptions options)
      : accounts_(accounts), options_(std::move(options)) {}

  runtime::Task<> enter(net::Exchange& exchange, Action action) {
    const net::Request& request = exchange.request();
    if (const auto strange = cross_site(request, options_.allowed_origins))
      co_return co_await respond(exchange, error_response(*strange));
    const auto kind = body_kind(request.headers.get("Content-Type"));
    if (!kind) co_return co_await respond(exchange, error_response(unsupported_media_type()));
    const auto body = co_await exchange.read_body(kMostBodyBytes);
    if (!body) {
      // Nobody is left to answer after a lost connection.
      if (body.error().code == net::kConnectionLost) co_return;
      co_return co_await respond(exchange, error_response(body.error()));
    }
    auto response = co_await answer(request, action, *kind, *body);
    co_await respond(exchange, response ? *std::move(response) : refusal_response(response.error(), *kind));
  }

  runtime::Task<> leave(net::Exchange& exchange) {
    const net::Request& request = exchange.request();
    if (const auto strange = cross_site(request, options_.allowed_origins))
      co_return co_await respond(exchange, error_response(*strange));
    const auto ended = co_await accounts_.end_session(std::string(session_token(request.headers)));
    if (!ended) co_return co_await respond(exchange, error_response(ended.error()));
    if (*ended && options_.on_session_ended) options_.on_session_ended(**ended);
    const bool form = body_kind(request.headers.get("Content-Type")) == BodyKind::kForm;
    net::Response response = form ? redirect("/") : net::Response{204, {}, {}, {}};
    response.headers.set("Set-Cookie",
                         expired_session_cookie(came_by_tls(request, options_.trust_forwarded)));
    co_await respond(exchange, std::move(response));
  }

 private:
  static base::Error unsupported_media_type() {
    return {kUnsupportedMediaType,
            "Send application/json or application/x-www-form-urlencoded, and say so in Content-Type."};
  }

  runtime::Task<Outcome<net::Response>> answer(const net::Request& request, Action action, BodyKind kind,
                                               const std::string& body) {
    const auto credentials = read_credentials(kind, body);
    if (!credentials) co_return std::unexpected(Refusal{credentials.error(), std::nullopt});
    std::string address = client_address(request, options_.trust_forwarded);
    Device device{address, std::string(request.headers.get("User-Agent"))};
    const auto account =
        action == Action::kRegister
            ? co_await accounts_.register_account(credentials->username, credentials->password,
                                                  std::move(address))
            : co_await accounts_.log_in(credentials->username, credentials->password, std::move(address));
    if (!account) co_return std::unexpected(account.error());
    const auto session = co_await accounts_.open_session(*account, std::move(device));
    if (!session) co_return std::unexpected(Refusal{session.error(), std::nullopt});

    net::Response response = redirect("/");
    if (kind == BodyKind::kJson) {
      auto described = co_await options_.me(*account);
      if (!described) co_return std::unexpected(Refusal{described.error(), std::nullopt});
      response = {.status = action == Action::kRegister ? 201 : 200,
                  .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                  .body = *std::move(described),
                  .static_body = {}};
    }
    response.headers.set("Set-Cookie", session_cookie(session->token, accounts_.session_lifetime(),
                                                      came_by_tls(request, options_.trust_forwarded)));
    co_return response;
  }

  Accounts& accounts_;
  const AuthRoutesOptions options_;
};

}  // namespace

void add_auth_routes(net::Router& router, Accounts& accounts, AuthRoutesOptions options) {
  const auto routes = std::make_shared<AuthRoutes>(accounts, std::move(options));
  router.handle("POST", "/auth/register",
                [routes](net::Exchange& exchange) { return routes->enter(exchange, Action::kRegister); });
  router.handle("POST", "/auth/login",
                [routes](net::Exchange& exchange) { return routes->enter(exchange, Action::kLogIn); });
  router.handle("POST", "/auth/logout",
                [routes](net::Exchange& exchange) { return routes->leave(exchange); });
}

runtime::Task<base::Result<SessionInfo>> authenticate(Accounts& accounts, const net::Headers& headers) {
  auto found = co_await accounts.find_session(std::string(session_token(headers)));
  if (!found) co_return base::fail(found.error());
  if (!*found)
    co_return base::fail(kNotLoggedIn, "You are not logged in, or your session has expired; log in.");
  co_return **std::move(found);
}

net::Response error_response(const base::Error& error) {
  const int status = http_status(error.code);
  // What the operator must know (paths, what a statement said) is not for whoever asks.
  const bool internal = status >= 500 && error.code != kBusy;
  if (internal) runtime::log(runtime::LogLevel::kError, error.message);
  net::Response response = net::error_response(
      status, error.code.name(),
      internal ? "The server cannot do this right now; try again in a moment." : error.message);
  response.headers.set("Cache-Control", "no-store");
  if (status == 503) response.headers.set("Retry-After", "2");
  return response;
}

}  // namespace accounts
