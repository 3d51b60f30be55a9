#include <utility>

#include <store/announcements.h>

#include <tutor/account_records.h>

namespace tutor {

std::vector<OwnConversation> own_conversations(store::Transaction& tx, std::int64_t account_id,
                                               const std::optional<OwnConversation>& last, std::size_t most) {
  constexpr std::int64_t kBeforeAll = -1;
  std::vector<OwnConversation> out;
  tx.each<std::string, std::string, std::int64_t, std::int64_t>(
      "SELECT id, title, created_at, updated_at FROM conversations WHERE account_id = :account "
      "AND (created_at > :after OR (created_at = :same AND id > :last)) ORDER BY created_at, id LIMIT :most",
      [&out](auto row) { out.push_back(std::make_from_tuple<OwnConversation>(std::move(row))); }, account_id,
      last ? last->created_at : kBeforeAll, last ? last->created_at : kBeforeAll,
      last ? std::string_view(last->id) : std::string_view(), most);
  return out;
}

std::vector<OwnTurn> own_turns(store::Transaction& tx, std::int64_t account_id,
                               std::string_view conversation_id, std::int64_t position, std::size_t most) {
  const auto rows = tx.all<std::string, std::int64_t, std::int64_t, std::optional<std::int64_t>>(
      "SELECT q.id, q.position, q.asked_at, a.ended_at FROM questions q "
      "JOIN answers a ON a.question_id = q.id "
      "WHERE q.conversation_id = :conversation AND q.position > :after ORDER BY q.position LIMIT :most",
      conversation_id, position, most);
  std::vector<OwnTurn> turns;
  turns.reserve(rows.size());
  for (const auto& [id, at, asked_at, ended_at] : rows) {
    if (auto answer = find_answer(tx, account_id, id))
      turns.push_back({*std::move(answer), at, asked_at, ended_at});
  }
  return turns;
}

base::Result<> erase_account(store::Transaction& tx, std::int64_t account_id) {
  const auto open = tx.all<std::string>(
      "SELECT a.question_id FROM conversations c JOIN questions q ON q.conversation_id = c.id "
      "JOIN answers a ON a.question_id = q.id WHERE c.account_id = :account AND a.state = 'running' "
      "ORDER BY a.question_id",
      account_id);
  for (const auto& [id] : open) {
    if (auto closed = interrupt_answer(tx, id, interrupted_by_restart()); !closed)
      return base::fail(closed.error());
  }
  // The reason keeps text away that a journal or another server still has: extend_text adds to none of that
  // name.
  tx.change(
      "UPDATE answers SET text = '', text_bytes = 0, message = NULL, reason = :erased, node = '' "
      "WHERE question_id IN (SELECT q.id FROM questions q JOIN conversations c ON c.id = q.conversation_id "
      "WHERE c.account_id = :account)",
      kErased, account_id);
  tx.change(
      "UPDATE questions SET content = '' WHERE conversation_id IN "
      "(SELECT id FROM conversations WHERE account_id = :account)",
      account_id);
  tx.change("UPDATE conversations SET title = '' WHERE account_id = :account", account_id);
  return {};
}

}  // namespace tutor
