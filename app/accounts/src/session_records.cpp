#include "session_records.h"

#include <utility>

namespace accounts {
namespace {

std::int64_t milliseconds(std::chrono::seconds duration) {
  return std::chrono::milliseconds(duration).count();
}

}  // namespace

void insert_session(store::Transaction& tx, std::string_view session_id, std::int64_t account,
                    std::chrono::seconds lifetime) {
  tx.change(
      "INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at) "
      "VALUES (:id, :account, :created, :seen, :expires)",
      session_id, account, tx.now(), tx.now(), tx.now() + milliseconds(lifetime));
}

std::optional<StoredSession> find_stored_session(store::Transaction& tx, std::string_view session_id) {
  auto row = tx.first<std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
      "SELECT a.id, a.username, a.role, a.created_at, s.last_seen_at "
      "FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = :id AND s.expires_at > "
      ":now",
      session_id, tx.now());
  if (!row) return std::nullopt;
  auto& [id, username, role, created_at, last_seen_at] = *row;
  return StoredSession{
      {account_of_row(id, std::move(username), role, created_at), std::string(session_id), false},
      last_seen_at};
}

bool extend_session(store::Transaction& tx, std::string_view session_id, std::chrono::seconds lifetime) {
  return tx.change("UPDATE sessions SET last_seen_at = :now, expires_at = :expires WHERE token_hash = :id",
                   tx.now(), tx.now() + milliseconds(lifetime), session_id) == 1;
}

bool delete_session(store::Transaction& tx, std::string_view session_id) {
  return tx.change("DELETE FROM sessions WHERE token_hash = :id", session_id) == 1;
}

}  // namespace accounts
