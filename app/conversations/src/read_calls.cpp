// The calls that read. Their JSON is made where it is read, on the database's thread: the loop serves others
// meanwhile.
#include <limits>
#include <utility>

#include <conversations/export.h>
#include <conversations/file_name.h>
#include <conversations/search.h>

#include "parameters.h"
#include "serving.h"

namespace conversations {
namespace {

constexpr std::size_t kUsualConversations = 50;
constexpr std::size_t kMostConversations = 100;
constexpr std::size_t kMostTurns = 200;
// Without a limit a client wants all of a conversation; one that is longer than anybody reads has pages.
constexpr std::size_t kTurnsWithoutLimit = 500;

boost::json::object hit_json(const Hit& hit) {
  boost::json::object json = summary_json(hit.conversation);
  json["excerpt"] = nullptr;
  json["question_id"] = nullptr;
  if (hit.excerpt) {
    json["excerpt"] = {
        {"before", hit.excerpt->before}, {"match", hit.excerpt->match}, {"after", hit.excerpt->after}};
  }
  if (hit.question_id) json["question_id"] = *hit.question_id;
  return json;
}

std::string list_json(boost::json::array conversations, const std::optional<Cursor>& next) {
  boost::json::object json{{"conversations", std::move(conversations)}, {"next", nullptr}};
  if (next) json["next"] = cursor_text(*next);
  return boost::json::serialize(json);
}

std::string list_page(store::Transaction& tx, std::int64_t account, const std::optional<Cursor>& before,
                      std::size_t limit) {
  const SummaryPage page = list(tx, account, before, limit);
  boost::json::array rows;
  for (const Summary& conversation : page.conversations) rows.push_back(summary_json(conversation));
  return list_json(std::move(rows),
                   page.more ? std::optional(place_of(page.conversations.back())) : std::nullopt);
}

std::string search_page(store::Transaction& tx, std::int64_t account, const SearchWords& words,
                        const std::optional<Cursor>& before, std::size_t limit) {
  const SearchPage page = search(tx, account, words, before, limit);
  boost::json::array rows;
  for (const Hit& hit : page.hits) rows.push_back(hit_json(hit));
  return list_json(std::move(rows), page.next);
}

base::Result<std::string> turns_page(store::Transaction& tx, std::int64_t account, const std::string& id,
                                     const std::optional<std::string>& before, std::size_t limit) {
  const auto conversation = find(tx, account, id);
  if (!conversation) return base::fail(conversation.error());
  const auto page = turns(tx, id, before, limit);
  if (!page) return base::fail(page.error());
  boost::json::array rows;
  for (const Turn& turn : page->turns) rows.push_back(turn_json(turn));
  boost::json::object json{
      {"id", id}, {"title", conversation->title}, {"turns", std::move(rows)}, {"earlier", nullptr}};
  if (page->earlier) json["earlier"] = page->turns.front().question_id;
  return boost::json::serialize(json);
}

enum class Format { kMarkdown, kJson };

base::Result<net::Response> exported(store::Transaction& tx, std::int64_t account, const std::string& id,
                                     Format format) {
  const auto conversation = find(tx, account, id);
  if (!conversation) return base::fail(conversation.error());
  const std::vector<Turn> all = turns_after(tx, id, 0, std::numeric_limits<std::int64_t>::max());
  const bool markdown = format == Format::kMarkdown;
  return net::Response{
      200,
      {{"Content-Type", markdown ? "text/markdown; charset=utf-8" : "application/json"},
       {"Content-Disposition", attachment(file_name(conversation->title, markdown ? "md" : "json"))},
       {"X-Content-Type-Options", "nosniff"},
       {"Cache-Control", "no-store"}},
      markdown ? markdown_of(*conversation, all) : boost::json::serialize(json_of(*conversation, all)) + "\n",
      {}};
}

}  // namespace

runtime::Task<base::Result<net::Response>> list_call(store::Database& database, std::int64_t account,
                                                     net::Exchange& exchange) {
  const std::string& query = exchange.request().query;
  const auto limit = limit_of(query, kUsualConversations, kMostConversations);
  if (!limit) co_return base::fail(limit.error());
  const auto before = cursor_of(query);
  if (!before) co_return base::fail(before.error());
  std::optional<SearchWords> words;
  if (const auto text = value_of(query, "search")) {
    auto parsed = SearchWords::parse(*text);
    if (!parsed) co_return base::fail(parsed.error());
    words = *std::move(parsed);
  }
  auto body = co_await database.read([account, before = *before, limit = *limit,
                                      words](store::Transaction& tx) -> base::Result<std::string> {
    return words ? search_page(tx, account, *words, before, limit) : list_page(tx, account, before, limit);
  });
  if (!body) co_return base::fail(body.error());
  co_return json_response(*std::move(body));
}

runtime::Task<base::Result<net::Response>> show_call(store::Database& database, std::int64_t account,
                                                     net::Exchange& exchange) {
  const net::Request& request = exchange.request();
  const auto limit = limit_of(request.query, kTurnsWithoutLimit, kMostTurns);
  if (!limit) co_return base::fail(limit.error());
  auto body = co_await database.read(
      [account, id = conversation_of(request), before = value_of(request.query, "before"),
       limit = *limit](store::Transaction& tx) { return turns_page(tx, account, id, before, limit); });
  if (!body) co_return base::fail(body.error());
  co_return json_response(*std::move(body));
}

runtime::Task<base::Result<net::Response>> export_call(store::Database& database, std::int64_t account,
                                                       net::Exchange& exchange) {
  const net::Request& request = exchange.request();
  const std::string wanted = net::query_value(request.query, "format");
  if (wanted != "markdown" && wanted != "json")
    co_return base::fail(kInvalidParameter, "\"format\" is markdown or json.");
  const Format format = wanted == "json" ? Format::kJson : Format::kMarkdown;
  co_return co_await database.read([account, id = conversation_of(request), format](store::Transaction& tx) {
    return exported(tx, account, id, format);
  });
}

}  // namespace conversations
