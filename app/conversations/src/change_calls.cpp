// The calls that change a conversation.
#include <utility>

#include <conversations/changes.h>
#include <conversations/titles.h>

#include <accounts/errors.h>

#include "serving.h"

namespace conversations {
namespace {

constexpr std::size_t kMostBodyBytes = std::size_t{16} * 1024;

base::Result<std::string> title_in(const std::string& body) {
  boost::system::error_code broken;
  const boost::json::value value = boost::json::parse(body, broken);
  const boost::json::object* fields = broken ? nullptr : value.if_object();
  const boost::json::value* title = fields == nullptr ? nullptr : fields->if_contains("title");
  if (title == nullptr || !title->is_string()) {
    return base::fail(accounts::kInvalidRequest, "Send a JSON object with the new title: {\"title\":\"…\"}.");
  }
  return checked_title(std::string_view(title->get_string()));
}

base::Result<net::Response> summary_response(const base::Result<Summary>& conversation) {
  if (!conversation) return base::fail(conversation.error());
  return json_response(boost::json::serialize(summary_json(*conversation)));
}

}  // namespace

runtime::Task<base::Result<net::Response>> rename_call(store::Database& database, std::int64_t account,
                                                       net::Exchange& exchange) {
  const auto body = co_await exchange.read_body(kMostBodyBytes);
  if (!body) co_return base::fail(body.error());
  const auto title = title_in(*body);
  if (!title) co_return base::fail(title.error());
  co_return summary_response(
      co_await database.write([account, id = conversation_of(exchange.request()), title = *title](
                                  store::Transaction& tx) { return rename(tx, account, id, title); }));
}

runtime::Task<base::Result<net::Response>> remove_call(store::Database& database, std::int64_t account,
                                                       net::Exchange& exchange) {
  const auto removed =
      co_await database.write([account, id = conversation_of(exchange.request())](store::Transaction& tx) {
        return remove(tx, account, id);
      });
  if (!removed) co_return base::fail(removed.error());
  co_return net::Response{204, {}, {}, {}};
}

runtime::Task<base::Result<net::Response>> restore_call(store::Database& database, std::int64_t account,
                                                        net::Exchange& exchange) {
  co_return summary_response(
      co_await database.write([account, id = conversation_of(exchange.request())](store::Transaction& tx) {
        return restore(tx, account, id);
      }));
}

}  // namespace conversations
