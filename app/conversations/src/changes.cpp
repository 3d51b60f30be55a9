#include <string>

#include <conversations/changes.h>

#include <store/announcements.h>

#include "queries.h"

namespace conversations {
namespace {

std::unexpected<base::Error> not_there() {
  return base::fail(kNotFound, "There is no such conversation.");
}

void announce(store::Transaction& tx, std::int64_t account) {
  store::announce(tx, kConversationsChanged, std::to_string(account));
}

}  // namespace

base::Result<Summary> rename(store::Transaction& tx, std::int64_t account, std::string_view id,
                             std::string_view title) {
  const std::int64_t renamed = tx.change(
      "UPDATE conversations SET title = :title WHERE id = :id AND account_id = :account AND deleted_at IS "
      "NULL",
      title, id, account);
  if (renamed == 0) return not_there();
  announce(tx, account);
  return find(tx, account, id);
}

base::Result<> remove(store::Transaction& tx, std::int64_t account, std::string_view id) {
  // Before the look for answers: with its row held, no question can come in between.
  const std::int64_t hidden = tx.change(
      "UPDATE conversations SET deleted_at = :now WHERE id = :id AND account_id = :account AND deleted_at IS "
      "NULL",
      tx.now(), id, account);
  if (hidden == 0) return not_there();
  if (tx.first<std::int64_t>(kRunningQuery, id)) {
    return base::fail(kAnswerRunning,
                      "An answer in this conversation is being written. Wait for its end, or stop it, then "
                      "delete the conversation.");
  }
  announce(tx, account);
  return {};
}

base::Result<Summary> restore(store::Transaction& tx, std::int64_t account, std::string_view id) {
  const std::int64_t shown = tx.change(
      "UPDATE conversations SET deleted_at = NULL WHERE id = :id AND account_id = :account AND deleted_at IS "
      "NOT NULL AND erased_at IS NULL",
      id, account);
  if (shown > 0) announce(tx, account);
  return find(tx, account, id);
}

bool erase_next(store::Transaction& tx, std::int64_t deleted_until) {
  const auto due = tx.first<std::string>(kToEraseQuery, deleted_until);
  if (!due) return false;
  const std::string& id = std::get<0>(*due);
  const std::int64_t taken = tx.change(
      "UPDATE conversations SET erased_at = :now, title = '' WHERE id = :id AND deleted_at <= :until AND "
      "erased_at IS NULL",
      tx.now(), id, deleted_until);
  // Restored, or erased by another server, since it was found: there may be a further one.
  if (taken == 0) return true;
  tx.change(
      "UPDATE answers SET text = '', text_bytes = 0 WHERE question_id IN "
      "(SELECT id FROM questions WHERE conversation_id = :id)",
      id);
  tx.change("UPDATE questions SET content = '' WHERE conversation_id = :id", id);
  return true;
}

}  // namespace conversations
