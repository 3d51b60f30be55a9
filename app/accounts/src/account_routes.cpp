#include <algorithm>
#include <memory>
#include <utility>

#include <boost/json.hpp>

#include <base/ids.h>

#include <accounts/account_routes.h>
#include <accounts/auth_routes.h>
#include <accounts/session_cookie.h>

#include "credentials.h"
#include "route_answers.h"

namespace accounts {
namespace {

constexpr std::size_t kMostBodyBytes = std::size_t{16} * 1024;

std::unexpected<Refusal> refuse(base::Error error) {
  return std::unexpected(Refusal{std::move(error), std::nullopt});
}

net::Response json_response(const boost::json::object& body) {
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = boost::json::serialize(body),
          .static_body = {}};
}

struct Answer {
  net::Response response;
  std::vector<std::string> ended = {};  // the ids of sessions whose sockets are to be closed
};

// Owned by the handlers it is mounted with. Its tasks run within an exchange, so while the router lives.
class AccountRoutes {
 public:
  using Act = runtime::Task<Outcome<Answer>> (AccountRoutes::*)(net::Exchange& exchange, SessionInfo session);
  enum class Kind { kReads, kChanges };

  AccountRoutes(Accounts& accounts, AccountRoutesOptions options)
      : accounts_(accounts), options_(std::move(options)) {}

  runtime::Task<> serve(net::Exchange& exchange, Kind kind, Act act) {
    const net::Request& request = exchange.request();
    const auto strange =
        kind == Kind::kChanges ? cross_site(request, options_.allowed_origins) : std::nullopt;
    if (strange) co_return co_await respond(exchange, error_response(*strange));
    auto session = co_await authenticate(accounts_, request.headers);
    if (!session) co_return co_await respond(exchange, error_response(session.error()));
    const std::string own = session->session_id;
    auto answer = co_await (this->*act)(exchange, *std::move(session));
    if (!answer) {
      // Nobody is left to answer after a lost connection.
      if (answer.error().error.code == net::kConnectionLost) co_return;
      co_return co_await respond(exchange, refusal_response(answer.error()));
    }
    const bool own_ends = std::erase(answer->ended, own) > 0;
    for (const std::string& id : answer->ended) options_.on_session_ended(id);
    // The answer before its own sockets: a page whose socket is closed looks at once whether it is still
    // logged in, and needs the new cookie for that.
    co_await respond(exchange, std::move(answer->response));
    if (own_ends) options_.on_session_ended(own);
  }

  runtime::Task<Outcome<Answer>> change_password(net::Exchange& exchange, SessionInfo session) {
    const auto texts = co_await read(exchange, {"current_password", "new_password"});
    if (!texts) co_return refuse(texts.error());
    auto confirmed =
        co_await accounts_.confirm(std::move(session.account), texts->at(0), address_of(exchange));
    if (!confirmed) co_return std::unexpected(confirmed.error());
    auto changed =
        co_await accounts_.change_password(*std::move(confirmed), session.session_id, texts->at(1));
    if (!changed) co_return std::unexpected(changed.error());
    net::Response response{204, {}, {}, {}};
    response.headers.set("Set-Cookie", session_cookie(changed->session.token, accounts_.session_lifetime(),
                                                      came_by_tls(exchange)));
    co_return Answer{std::move(response), std::move(changed->ended)};
  }

  runtime::Task<Outcome<Answer>> list_sessions(net::Exchange&, SessionInfo session) {
    auto listed = co_await accounts_.list_sessions(session.account.id);
    if (!listed) co_return refuse(listed.error());
    const auto is_current = [&session](const SessionSummary& one) {
      return one.session_id == session.session_id;
    };
    if (const auto current = std::ranges::find_if(*listed, is_current); current != listed->end()) {
      std::ranges::rotate(listed->begin(), current, current + 1);
    }
    boost::json::array sessions;
    for (const SessionSummary& one : *listed) {
      sessions.push_back(boost::json::object{{"id", one.public_id},
                                             {"created_at", one.created_at / 1000},
                                             {"last_seen_at", one.last_seen_at / 1000},
                                             {"address", one.address},
                                             {"agent", one.agent},
                                             {"current", is_current(one)}});
    }
    co_return Answer{json_response({{"sessions", std::move(sessions)}})};
  }

  runtime::Task<Outcome<Answer>> end_session(net::Exchange& exchange, SessionInfo session) {
    std::string id = net::last_segment(exchange.request().path);
    std::optional<std::string> ended;
    if (base::is_uuid(id)) {
      auto found = co_await accounts_.end_session_of(session.account.id, std::move(id));
      if (!found) co_return refuse(found.error());
      ended = *std::move(found);
    }
    if (!ended) co_return refuse({kNotFound, "There is no such session; it may have ended already."});
    net::Response response{204, {}, {}, {}};
    if (*ended == session.session_id)
      response.headers.set("Set-Cookie", expired_session_cookie(came_by_tls(exchange)));
    co_return Answer{std::move(response), {*std::move(ended)}};
  }

  runtime::Task<Outcome<Answer>> end_others(net::Exchange&, SessionInfo session) {
    auto ended = co_await accounts_.end_other_sessions(session.account.id, session.session_id);
    if (!ended) co_return refuse(ended.error());
    net::Response response = json_response({{"ended", ended->size()}});
    co_return Answer{std::move(response), *std::move(ended)};
  }

  runtime::Task<Outcome<Answer>> delete_account(net::Exchange& exchange, SessionInfo session) {
    const auto texts = co_await read(exchange, {"password"});
    if (!texts) co_return refuse(texts.error());
    const std::int64_t account = session.account.id;
    auto confirmed =
        co_await accounts_.confirm(std::move(session.account), texts->at(0), address_of(exchange));
    if (!confirmed) co_return std::unexpected(confirmed.error());
    if (options_.before_deletion) {
      if (const auto ready = co_await options_.before_deletion(account); !ready)
        co_return refuse(ready.error());
    }
    auto ended = co_await accounts_.delete_account(*std::move(confirmed));
    if (!ended) co_return std::unexpected(ended.error());
    if (options_.on_deleted) options_.on_deleted(account);
    net::Response response{204, {}, {}, {}};
    response.headers.set("Set-Cookie", expired_session_cookie(came_by_tls(exchange)));
    co_return Answer{std::move(response), *std::move(ended)};
  }

 private:
  // The texts under these names in the request's JSON. Errors: kUnsupportedMediaType, kInvalidRequest, those
  // of read_body.
  static runtime::Task<base::Result<std::vector<std::string>>> read(net::Exchange& exchange,
                                                                    std::vector<std::string_view> names) {
    if (body_kind(exchange.request().headers.get("Content-Type")) != BodyKind::kJson)
      co_return base::fail(kUnsupportedMediaType, "Send application/json, and say so in Content-Type.");
    const auto body = co_await exchange.read_body(kMostBodyBytes);
    if (!body) co_return base::fail(body.error());
    co_return read_texts(*body, names);
  }

  [[nodiscard]] std::string address_of(net::Exchange& exchange) const {
    return client_address(exchange.request(), options_.trust_forwarded);
  }
  [[nodiscard]] bool came_by_tls(net::Exchange& exchange) const {
    return accounts::came_by_tls(exchange.request(), options_.trust_forwarded);
  }

  Accounts& accounts_;
  const AccountRoutesOptions options_;
};

}  // namespace

void add_account_routes(net::Router& router, Accounts& accounts, AccountRoutesOptions options) {
  const auto routes = std::make_shared<AccountRoutes>(accounts, std::move(options));
  const auto add = [&](std::string method, std::string path, AccountRoutes::Kind kind,
                       AccountRoutes::Act act) {
    router.handle(std::move(method), std::move(path), [routes, kind, act](net::Exchange& exchange) {
      return routes->serve(exchange, kind, act);
    });
  };
  using Kind = AccountRoutes::Kind;
  add("POST", "/api/account/password", Kind::kChanges, &AccountRoutes::change_password);
  add("GET", "/api/account/sessions", Kind::kReads, &AccountRoutes::list_sessions);
  add("DELETE", "/api/account/sessions/{id}", Kind::kChanges, &AccountRoutes::end_session);
  add("POST", "/api/account/sessions/end-others", Kind::kChanges, &AccountRoutes::end_others);
  add("DELETE", "/api/account", Kind::kChanges, &AccountRoutes::delete_account);
}

}  // namespace accounts
