#include <string>
#include <utility>

#include <boost/json.hpp>

#include <chat/history_routes.h>
#include <tutor/records.h>

namespace chat {
namespace {

constexpr std::size_t kMostConversations = 100;
constexpr std::size_t kMostAnswers = 100;

net::Response json_response(const boost::json::value& body) {
  return {200,
          {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          boost::json::serialize(body),
          {}};
}

net::Response unavailable() {
  return net::error_response(503, "unavailable",
                             "The server cannot read its database just now; try again in a moment.");
}

net::Response not_logged_in() {
  return net::error_response(401, "not_logged_in", "You are not logged in.");
}

boost::json::object answer_json(const tutor::StoredAnswer& answer) {
  boost::json::object json{{"text", answer.text}};
  if (!answer.ending) {
    json["state"] = "running";
    return json;
  }
  json["state"] = answer.ending->outcome == tutor::Outcome::kDone ? "done" : "failed";
  json["reason"] = answer.ending->reason;
  json["charged"] = answer.ending->charged;
  json["refunded"] = answer.ending->refunded;
  if (!answer.ending->message.empty()) json["message"] = answer.ending->message;
  return json;
}

runtime::Task<net::Response> list(store::Database& database, std::int64_t account) {
  auto found = co_await database.read(
      [account](store::Transaction& tx) -> base::Result<std::vector<tutor::ConversationSummary>> {
        return tutor::list_conversations(tx, account, kMostConversations);
      });
  if (!found) co_return unavailable();
  boost::json::array conversations;
  for (const auto& conversation : *found) {
    conversations.push_back(boost::json::object{{"id", conversation.id},
                                                {"title", conversation.title},
                                                {"updated_at", conversation.updated_at / 1000}});
  }
  co_return json_response(boost::json::object{{"conversations", std::move(conversations)}});
}

runtime::Task<net::Response> show(store::Database& database, std::int64_t account, std::string id) {
  auto found = co_await database.read(
      [account, id](store::Transaction& tx) -> base::Result<std::optional<std::vector<tutor::StoredAnswer>>> {
        return tutor::conversation_answers(tx, account, id, kMostAnswers);
      });
  if (!found) co_return unavailable();
  if (!*found) co_return net::error_response(404, "not_found", "There is no such conversation.");
  boost::json::array turns;
  for (const auto& answer : **found) {
    turns.push_back(boost::json::object{{"answer_id", answer.answer_id},
                                        {"content", answer.question},
                                        {"selected_coin", coins::tier_name(answer.tier)},
                                        {"answer", answer_json(answer)}});
  }
  co_return json_response(boost::json::object{{"id", id}, {"turns", std::move(turns)}});
}

runtime::Task<> serve_list(net::Exchange& exchange, store::Database& database, AccountOf account_of) {
  const auto account = co_await account_of(exchange.request());
  net::Response response = !account    ? unavailable()
                           : !*account ? not_logged_in()
                                       : co_await list(database, **account);
  (void)co_await exchange.respond(std::move(response));
}

runtime::Task<> serve_one(net::Exchange& exchange, store::Database& database, AccountOf account_of) {
  const auto account = co_await account_of(exchange.request());
  net::Response response =
      !account    ? unavailable()
      : !*account ? not_logged_in()
                  : co_await show(database, **account, net::last_segment(exchange.request().path));
  (void)co_await exchange.respond(std::move(response));
}

}  // namespace

void add_history_routes(net::Router& router, store::Database& database, AccountOf account_of) {
  router.handle("GET", "/api/conversations", [&database, account_of](net::Exchange& exchange) {
    return serve_list(exchange, database, account_of);
  });
  router.handle("GET", "/api/conversations/{id}", [&database, account_of](net::Exchange& exchange) {
    return serve_one(exchange, database, account_of);
  });
}

}  // namespace chat
