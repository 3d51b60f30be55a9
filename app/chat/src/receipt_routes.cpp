#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json.hpp>

#include <chat/receipt_routes.h>
#include <chat/receipts.h>

namespace chat {
namespace {

constexpr std::int64_t kUsualLimit = 50;
constexpr std::int64_t kMostAtOnce = 200;
constexpr base::ErrorCode kInvalidParameter = "invalid_parameter";

struct Page {
  std::optional<std::int64_t> before;
  std::int64_t limit = kUsualLimit;
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

runtime::Task<net::Response> list(store::Database& database, std::int64_t account, std::string query) {
  const auto page = page_of(query);
  if (!page) co_return net::error_response(400, page.error().code.name(), page.error().message);
  auto found =
      co_await database.read([account, page = *page](store::Transaction& tx) -> base::Result<ReceiptPage> {
        return receipt_page(tx, account, page.limit, page.before);
      });
  if (!found) {
    co_return net::error_response(503, "unavailable",
                                  "The server cannot read its database just now; try again in a moment.");
  }
  boost::json::value next;
  if (found->next) next = *found->next;
  const boost::json::object body{{"receipts", std::move(found->receipts)}, {"next", std::move(next)}};
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
