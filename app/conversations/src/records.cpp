#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include <conversations/records.h>

#include "queries.h"

namespace conversations {
namespace {

constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

std::vector<Turn> read_turns(store::Transaction& tx, std::string_view query, std::string_view conversation,
                             std::int64_t position, std::size_t most) {
  std::vector<Turn> turns;
  tx.each<std::string, std::int64_t, std::string, std::string, std::int64_t, std::string, std::string,
          std::optional<std::string>, std::optional<std::string>, std::int64_t, std::int64_t,
          std::optional<std::int64_t>>(
      query,
      [&turns](auto row) {
        auto& [id, place, tier, question, asked_at, text, state, reason, message, charged, refunded,
               ended_at] = row;
        Turn& turn = turns.emplace_back();
        turn.question_id = std::move(id);
        turn.position = place;
        turn.tier = coins::tier_from_name(tier).value_or(coins::Tier::kCopper);
        turn.question = std::move(question);
        turn.asked_at = asked_at;
        turn.answer = std::move(text);
        if (state == "running") return;
        turn.ended = Ended{.done = state == "done",
                           .reason = std::move(reason).value_or(""),
                           .message = std::move(message).value_or(""),
                           .charged = charged != 0,
                           .refunded = refunded != 0,
                           .at = ended_at.value_or(asked_at)};
      },
      conversation, position, most);
  return turns;
}

}  // namespace

Cursor place_of(const Summary& summary) {
  return {summary.updated_at, summary.id};
}

SummaryPage list(store::Transaction& tx, std::int64_t account, const std::optional<Cursor>& before,
                 std::size_t most) {
  const Cursor from = before.value_or(Cursor{kEnd, ""});
  // One more than wanted tells whether there are more.
  auto rows = tx.all<std::string, std::string, std::int64_t, std::int64_t>(
      kListQuery, account, from.updated_at, from.id, most + 1);
  SummaryPage page;
  page.more = rows.size() > most;
  if (page.more) rows.pop_back();
  page.conversations.reserve(rows.size());
  for (auto& [id, title, created_at, updated_at] : rows)
    page.conversations.push_back({std::move(id), std::move(title), created_at, updated_at});
  return page;
}

base::Result<Summary> find(store::Transaction& tx, std::int64_t account, std::string_view id) {
  auto row = tx.first<std::string, std::int64_t, std::int64_t>(
      "SELECT title, created_at, updated_at FROM conversations WHERE id = :id AND account_id = :account "
      "AND deleted_at IS NULL",
      id, account);
  if (!row) return base::fail(kNotFound, "There is no such conversation.");
  auto& [title, created_at, updated_at] = *row;
  return Summary{std::string(id), std::move(title), created_at, updated_at};
}

base::Result<TurnPage> turns(store::Transaction& tx, std::string_view conversation,
                             const std::optional<std::string>& before, std::size_t most) {
  std::int64_t position = kEnd;
  if (before) {
    const auto row = tx.first<std::int64_t>(
        "SELECT position FROM questions WHERE id = :id AND conversation_id = :conversation", *before,
        conversation);
    if (!row) {
      return base::fail(kInvalidParameter,
                        "\"before\" is no question of this conversation: use the \"earlier\" of an earlier "
                        "answer.");
    }
    position = std::get<0>(*row);
  }
  TurnPage page;
  page.turns = read_turns(tx, kTurnsBeforeQuery, conversation, position, most + 1);
  page.earlier = page.turns.size() > most;
  if (page.earlier) page.turns.pop_back();
  std::ranges::reverse(page.turns);
  return page;
}

std::vector<Turn> turns_after(store::Transaction& tx, std::string_view conversation, std::int64_t after,
                              std::size_t most) {
  return read_turns(tx, kTurnsAfterQuery, conversation, after, most);
}

}  // namespace conversations
