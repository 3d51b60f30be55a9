#include "account_export.h"

#include <memory>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <accounts/auth_routes.h>
#include <chat/events.h>
#include <chat/receipts.h>
#include <coins/ledger.h>
#include <tutor/account_records.h>

namespace server {
namespace {

// Rows of one read.
constexpr std::size_t kConversationsAtOnce = 50;
constexpr std::size_t kTurnsAtOnce = 20;
constexpr std::int64_t kReceiptsAtOnce = 500;
constexpr std::size_t kMostAtOnce = 2;  // documents

// A list whose elements come one by one.
class JsonList {
 public:
  explicit JsonList(std::string& out) : out_(&out) { out += '['; }
  void add(const boost::json::value& element) {
    next();
    *out_ += boost::json::serialize(element);
  }
  // For an element that the caller writes itself.
  void next() {
    if (std::exchange(begun_, true)) *out_ += ',';
  }
  void end() { *out_ += ']'; }

 private:
  std::string* out_;
  bool begun_ = false;
};

boost::json::value seconds(std::int64_t milliseconds) {
  return milliseconds / 1000;
}

boost::json::object turn_json(const tutor::OwnTurn& turn) {
  boost::json::object answer{{"text", turn.answer.text}};
  if (turn.answer.ending) {
    const tutor::Ending& ending = *turn.answer.ending;
    answer["state"] = ending.outcome == tutor::Outcome::kDone ? "done" : "failed";
    answer["reason"] = ending.reason;
    answer["charged"] = ending.charged;
    answer["refunded"] = ending.refunded;
    if (!ending.message.empty()) answer["message"] = ending.message;
  } else {
    answer["state"] = "running";
  }
  answer["ended_at"] = turn.ended_at ? seconds(*turn.ended_at) : boost::json::value();
  return {{"answer_id", turn.answer.answer_id},
          {"asked_at", seconds(turn.asked_at)},
          {"content", turn.answer.question},
          {"selected_coin", coins::tier_name(turn.answer.tier)},
          {"answer", std::move(answer)}};
}

// Writes one account's document. Lives as long as its task.
class Export {
 public:
  Export(store::Database& database, accounts::Accounts& accounts, accounts::SessionInfo session)
      : database_(database), accounts_(accounts), session_(std::move(session)) {}

  // Errors: those of the database.
  runtime::Task<base::Result<std::string>> run() {
    if (auto done = co_await add_profile(); !done) co_return base::fail(done.error());
    if (auto done = co_await add_sessions(); !done) co_return base::fail(done.error());
    if (auto done = co_await add_conversations(); !done) co_return base::fail(done.error());
    if (auto done = co_await add_receipts(); !done) co_return base::fail(done.error());
    out_ += '}';
    co_return std::move(out_);
  }

 private:
  runtime::Task<base::Result<>> add_profile() {
    struct Now {
      coins::Balances balances;
      std::int64_t at;
    };
    const auto now =
        co_await database_.read([id = session_.account.id](store::Transaction& tx) -> base::Result<Now> {
          return Now{coins::balances(tx, id), tx.now()};
        });
    if (!now) co_return base::fail(now.error());
    const accounts::Account& account = session_.account;
    const boost::json::object profile{{"username", account.username},
                                      {"role", accounts::role_name(account.role)},
                                      {"created_at", seconds(account.created_at)}};
    out_ = R"({"exported_at":)" + boost::json::serialize(seconds(now->at)) + R"(,"profile":)" +
           boost::json::serialize(profile) + R"(,"balances":)" +
           boost::json::serialize(chat::balances_json(now->balances));
    co_return base::Result<>();
  }

  runtime::Task<base::Result<>> add_sessions() {
    const auto sessions = co_await accounts_.list_sessions(session_.account.id);
    if (!sessions) co_return base::fail(sessions.error());
    out_ += R"(,"sessions":)";
    JsonList list(out_);
    for (const accounts::SessionSummary& one : *sessions) {
      list.add(boost::json::object{{"id", one.public_id},
                                   {"created_at", seconds(one.created_at)},
                                   {"last_seen_at", seconds(one.last_seen_at)},
                                   {"address", one.address},
                                   {"agent", one.agent},
                                   {"current", one.session_id == session_.session_id}});
    }
    list.end();
    co_return base::Result<>();
  }

  runtime::Task<base::Result<>> add_conversations() {
    out_ += R"(,"conversations":)";
    JsonList list(out_);
    std::optional<tutor::OwnConversation> last;
    while (true) {
      auto page = co_await database_.read(
          [id = session_.account.id,
           last](store::Transaction& tx) -> base::Result<std::vector<tutor::OwnConversation>> {
            return tutor::own_conversations(tx, id, last, kConversationsAtOnce);
          });
      if (!page) co_return base::fail(page.error());
      if (page->empty()) break;
      for (const tutor::OwnConversation& conversation : *page) {
        list.next();
        if (auto done = co_await add_conversation(conversation); !done) co_return done;
      }
      last = std::move(page->back());
    }
    list.end();
    co_return base::Result<>();
  }

  runtime::Task<base::Result<>> add_conversation(const tutor::OwnConversation& conversation) {
    std::string head =
        boost::json::serialize(boost::json::object{{"id", conversation.id},
                                                   {"title", conversation.title},
                                                   {"created_at", seconds(conversation.created_at)},
                                                   {"updated_at", seconds(conversation.updated_at)}});
    head.pop_back();
    out_ += head + R"(,"turns":)";
    JsonList list(out_);
    std::int64_t position = 0;
    while (true) {
      const auto page =
          co_await database_.read([account = session_.account.id, id = conversation.id, position](
                                      store::Transaction& tx) -> base::Result<std::vector<tutor::OwnTurn>> {
            return tutor::own_turns(tx, account, id, position, kTurnsAtOnce);
          });
      if (!page) co_return base::fail(page.error());
      if (page->empty()) break;
      for (const tutor::OwnTurn& turn : *page) list.add(turn_json(turn));
      position = page->back().position;
    }
    list.end();
    out_ += '}';
    co_return base::Result<>();
  }

  runtime::Task<base::Result<>> add_receipts() {
    out_ += R"(,"receipts":)";
    JsonList list(out_);
    std::optional<std::int64_t> before;
    do {
      const auto page = co_await database_.read(
          [account = session_.account.id, before](store::Transaction& tx) -> base::Result<chat::ReceiptPage> {
            return chat::receipt_page(tx, account, kReceiptsAtOnce, before);
          });
      if (!page) co_return base::fail(page.error());
      for (const boost::json::value& receipt : page->receipts) list.add(receipt);
      before = page->next;
    } while (before);
    list.end();
    co_return base::Result<>();
  }

  store::Database& database_;
  accounts::Accounts& accounts_;
  const accounts::SessionInfo session_;
  std::string out_;
};

// One of the documents that may be made at once.
class Place {
 public:
  explicit Place(std::size_t& taken) : taken_(&taken) { ++taken; }
  ~Place() { --*taken_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::size_t* taken_;
};

runtime::Task<net::Response> answer(const net::Request& request, accounts::Accounts& accounts,
                                    store::Database& database, std::shared_ptr<std::size_t> taken) {
  auto session = co_await accounts::authenticate(accounts, request.headers);
  if (!session) co_return accounts::error_response(session.error());
  if (*taken >= kMostAtOnce) {
    co_return accounts::error_response(
        {accounts::kBusy, "Others are downloading their data right now; try again in a moment."});
  }
  const Place place(*taken);
  std::string name = "ailab-" + session->account.username + ".json";
  auto document = co_await Export(database, accounts, *std::move(session)).run();
  if (!document) co_return accounts::error_response(document.error());
  co_return net::Response{200,
                          {{"Content-Type", "application/json"},
                           {"Content-Disposition", "attachment; filename=\"" + std::move(name) + "\""},
                           {"Cache-Control", "no-store"}},
                          *std::move(document),
                          {}};
}

runtime::Task<> serve(net::Exchange& exchange, accounts::Accounts& accounts, store::Database& database,
                      std::shared_ptr<std::size_t> taken) {
  net::Response response = co_await answer(exchange.request(), accounts, database, std::move(taken));
  static_cast<void>(co_await exchange.respond(std::move(response)));
}

}  // namespace

void add_account_export(net::Router& router, accounts::Accounts& accounts, store::Database& database) {
  const auto taken = std::make_shared<std::size_t>(0);
  router.handle("GET", "/api/account/export", [&accounts, &database, taken](net::Exchange& exchange) {
    return serve(exchange, accounts, database, taken);
  });
}

}  // namespace server
