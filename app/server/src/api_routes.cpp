#include "api_routes.h"

#include <utility>

#include <boost/json.hpp>

#include <accounts/auth_routes.h>
#include <accounts/session_cookie.h>
#include <chat/events.h>
#include <coins/ledger.h>
#include <tutor/tiers.h>

namespace server {
namespace {

net::Response text_response(int status, std::string_view type, std::string body) {
  return {status, {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}}, std::move(body), {}};
}

boost::json::object config_json(const Settings& settings) {
  boost::json::array tiers;
  for (const coins::Tier tier : {coins::Tier::kGold, coins::Tier::kSilver, coins::Tier::kCopper}) {
    tiers.push_back(boost::json::object{{"name", coins::tier_name(tier)},
                                        {"mode", tutor::mode_of(tier)},
                                        {"summary", tutor::summary_of(tier)},
                                        {"starting_coins", settings.tiers.of(tier).starting_coins}});
  }
  return {{"provider", settings.effective_provider()},
          {"demo", settings.effective_provider() == "demo"},
          {"tiers", std::move(tiers)},
          {"limits", {{"message_length", settings.message_length}}},
          {"more_coins", settings.more_coins}};
}

// With whether the visitor is logged in: a page that had to ask /api/me for that would find an error in its
// console.
runtime::Task<> serve_config(net::Exchange& exchange, accounts::Accounts& accounts,
                             boost::json::object config) {
  const net::Headers& headers = exchange.request().headers;
  bool logged_in = false;
  if (!accounts::session_token(headers).empty()) {
    const auto session = co_await accounts::authenticate(accounts, headers);
    if (!session && session.error().code != accounts::kNotLoggedIn) {
      (void)co_await exchange.respond(accounts::error_response(session.error()));
      co_return;
    }
    logged_in = session.has_value();
  }
  config["logged_in"] = logged_in;
  (void)co_await exchange.respond(text_response(200, "application/json", boost::json::serialize(config)));
}

runtime::Task<> serve_me(net::Exchange& exchange, accounts::Accounts& accounts, store::Database& database,
                         bool trust_proxy) {
  auto session = co_await accounts::authenticate(accounts, exchange.request().headers);
  if (!session) {
    (void)co_await exchange.respond(accounts::error_response(session.error()));
    co_return;
  }
  auto described = co_await describe_account(database, session->account);
  if (!described) {
    (void)co_await exchange.respond(accounts::error_response(described.error()));
    co_return;
  }
  net::Response response = text_response(200, "application/json", std::move(*described));
  // A page asks this whenever it is opened: the browser's cookie lives as long as the session.
  if (session->extended) {
    const bool secure = accounts::came_by_tls(exchange.request(), trust_proxy);
    response.headers.add("Set-Cookie",
                         accounts::session_cookie(accounts::session_token(exchange.request().headers),
                                                  accounts.session_lifetime(), secure));
  }
  (void)co_await exchange.respond(std::move(response));
}

// One that can be asked again and again: does the database answer?
runtime::Task<> serve_ready(net::Exchange& exchange, store::Database& database,
                            std::function<std::string()> not_ready_because) {
  std::string why = not_ready_because();
  if (why.empty()) {
    auto read = co_await database.read([](store::Transaction& tx) -> base::Result<std::int64_t> {
      return std::get<0>(tx.first<std::int64_t>("SELECT COUNT(*) FROM schema_migrations").value());
    });
    if (!read) why = read.error().message;
  }
  (void)co_await exchange.respond(why.empty() ? text_response(200, "text/plain; charset=utf-8", "ready\n")
                                              : text_response(503, "text/plain; charset=utf-8", why + "\n"));
}

runtime::Task<> serve_metrics(net::Exchange& exchange, runtime::Task<std::string> metrics) {
  std::string text = co_await std::move(metrics);
  (void)co_await exchange.respond(
      text_response(200, "text/plain; version=0.0.4; charset=utf-8", std::move(text)));
}

runtime::Task<> serve_text(net::Exchange& exchange, std::string type, std::string text) {
  (void)co_await exchange.respond(text_response(200, type, std::move(text)));
}

}  // namespace

runtime::Task<base::Result<std::string>> describe_account(store::Database& database,
                                                          accounts::Account account) {
  auto balances =
      co_await database.read([id = account.id](store::Transaction& tx) -> base::Result<coins::Balances> {
        return coins::balances(tx, id);
      });
  if (!balances) co_return base::fail(balances.error());
  const boost::json::object described{{"username", account.username},
                                      {"role", accounts::role_name(account.role)},
                                      {"balances", chat::balances_json(*balances)}};
  co_return boost::json::serialize(described);
}

void add_api_routes(net::Router& router, const Settings& settings, accounts::Accounts& accounts,
                    store::Database& database, std::function<std::string()> not_ready_because,
                    std::function<runtime::Task<std::string>()> metrics) {
  router.handle("GET", "/api/me",
                [&accounts, &database, trust_proxy = settings.trust_proxy](net::Exchange& exchange) {
                  return serve_me(exchange, accounts, database, trust_proxy);
                });
  router.handle("GET", "/api/config", [&accounts, config = config_json(settings)](net::Exchange& exchange) {
    return serve_config(exchange, accounts, config);
  });
  router.handle("GET", "/healthz", [](net::Exchange& exchange) {
    return serve_text(exchange, "text/plain; charset=utf-8", "alive\n");
  });
  router.handle("GET", "/readyz", [&database, not_ready_because](net::Exchange& exchange) {
    return serve_ready(exchange, database, not_ready_because);
  });
  router.handle("GET", "/metrics",
                [metrics](net::Exchange& exchange) { return serve_metrics(exchange, metrics()); });
}

}  // namespace server
