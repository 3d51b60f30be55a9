#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <chat/receipt_routes.h>
#include <coins/ledger.h>
#include <tutor/question_start.h>

namespace chat {
namespace {

constexpr std::int64_t kUsualLimit = 50;
constexpr std::int64_t kMostAtOnce = 200;
constexpr std::size_t kQuestionUnits = 80;
constexpr base::ErrorCode kInvalidParameter = "invalid_parameter";

struct Page {
  std::optional<std::int64_t> before;
  std::int64_t limit = kUsualLimit;
};

struct Receipt {
  coins::Entry entry;
  std::optional<tutor::QuestionStart> question;
};

struct Receipts {
  std::vector<Receipt> shown;
  bool more = false;
};

// nullopt when the text is no whole number.
std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

base::Result<Page> page_of(std::string_view query) {
  Page page;
  if (const std::string before = net::query_value(query, "before"); !before.empty()) {
    page.before = number(before);
    if (!page.before || *page.before < 1) {
      return base::fail(kInvalidParameter,
                        "\"before\" is a receipt's id: use the \"next\" of an earlier answer.");
    }
  }
  if (const std::string limit = net::query_value(query, "limit"); !limit.empty()) {
    const auto wanted = number(limit);
    if (!wanted || *wanted < 1 || *wanted > kMostAtOnce) {
      return base::fail(kInvalidParameter,
                        "\"limit\" is a number from 1 to " + std::to_string(kMostAtOnce) + ".");
    }
    page.limit = *wanted;
  }
  return page;
}

base::Result<Receipts> find_receipts(store::Transaction& tx, std::int64_t account, Page page) {
  std::vector<coins::Entry> entries = coins::entries(tx, account, page.limit + 1, page.before);
  Receipts receipts;
  receipts.more = entries.size() > static_cast<std::size_t>(page.limit);
  if (receipts.more) entries.pop_back();
  for (coins::Entry& entry : entries) {
    std::optional<tutor::QuestionStart> question;
    if (entry.question) question = tutor::question_start(tx, account, *entry.question, kQuestionUnits);
    receipts.shown.push_back({std::move(entry), std::move(question)});
  }
  return receipts;
}

// The rule's sentence, and what somebody who moved coins by hand had to say.
std::string explanation_of(const coins::Entry& entry) {
  std::string explanation(coins::rule_sentence(entry.rule));
  const bool by_hand = entry.rule == coins::Rule::kGift || entry.rule == coins::Rule::kCorrection;
  if (by_hand && !entry.reason.empty()) explanation += " The reason given: " + entry.reason;
  return explanation;
}

// A student is not told which administrator.
std::string_view actor_of(const coins::Entry& entry) {
  switch (entry.rule) {
    case coins::Rule::kQuestion:
    case coins::Rule::kStoppedBeforeText:
    case coins::Rule::kStoppedAfterText:
      return "you";
    default:
      return entry.who == "system" ? "system" : "an administrator";
  }
}

boost::json::object receipt_json(const Receipt& receipt) {
  const coins::Entry& entry = receipt.entry;
  boost::json::object json{{"id", entry.id},
                           {"tier", coins::tier_name(entry.tier)},
                           {"kind", coins::entry_kind_name(entry.kind)},
                           {"amount", entry.amount},
                           {"balance_after", entry.balance_after},
                           {"at", entry.created_at / 1000},
                           {"question_id", nullptr},
                           {"question", nullptr},
                           {"conversation_id", nullptr},
                           {"rule", coins::rule_name(entry.rule)},
                           {"explanation", explanation_of(entry)},
                           {"who", actor_of(entry)}};
  if (entry.question) json["question_id"] = *entry.question;
  if (receipt.question) {
    json["question"] = receipt.question->text;
    json["conversation_id"] = receipt.question->conversation_id;
  }
  return json;
}

runtime::Task<net::Response> list(store::Database& database, std::int64_t account, std::string query) {
  const auto page = page_of(query);
  if (!page) co_return net::error_response(400, page.error().code.name(), page.error().message);
  auto found = co_await database.read(
      [account, page = *page](store::Transaction& tx) { return find_receipts(tx, account, page); });
  if (!found) {
    co_return net::error_response(503, "unavailable",
                                  "The server cannot read its database just now; try again in a moment.");
  }
  boost::json::array receipts;
  for (const Receipt& receipt : found->shown) receipts.push_back(receipt_json(receipt));
  boost::json::value next;
  if (found->more) next = found->shown.back().entry.id;
  const boost::json::object body{{"receipts", std::move(receipts)}, {"next", std::move(next)}};
  co_return net::Response{200,
                          {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                          boost::json::serialize(body),
                          {}};
}

runtime::Task<> serve(net::Exchange& exchange, store::Database& database, AccountOf account_of) {
  const auto account = co_await account_of(exchange.request());
  net::Response response;
  if (!account) {
    response = net::error_response(503, "unavailable",
                                   "The server cannot read its database just now; try again in a moment.");
  } else if (!*account) {
    response = net::error_response(401, "not_logged_in", "You are not logged in. Log in and ask again.");
  } else {
    response = co_await list(database, **account, exchange.request().query);
  }
  (void)co_await exchange.respond(std::move(response));
}

}  // namespace

void add_receipt_routes(net::Router& router, store::Database& database, AccountOf account_of) {
  router.handle("GET", "/api/receipts", [&database, account_of](net::Exchange& exchange) {
    return serve(exchange, database, account_of);
  });
}

}  // namespace chat
