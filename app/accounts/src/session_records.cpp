#include "session_records.h"

#include <utility>

#include <base/ids.h>

#include "device.h"

namespace accounts {
namespace {

std::int64_t milliseconds(std::chrono::seconds duration) {
  return std::chrono::milliseconds(duration).count();
}

}  // namespace

bool insert_session(store::Transaction& tx, std::string_view session_id, const Account& account,
                    const Device& device, std::chrono::seconds lifetime) {
  // Changes nothing, but takes the row for itself, which a read would not: who changes the password at the
  // same time either ends this session, too, or was first.
  if (tx.change("UPDATE accounts SET password_version = :version WHERE id = :id AND password_version = :same "
                "AND deleted_at IS NULL",
                account.password_version, account.id, account.password_version) == 0)
    return false;
  tx.change(
      "INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at, public_id, "
      "address, agent) VALUES (:id, :account, :created, :seen, :expires, :public, :address, :agent)",
      session_id, account.id, tx.now(), tx.now(), tx.now() + milliseconds(lifetime), base::random_uuid(),
      printable(device.address, kMostAddressCharacters), printable(device.agent, kMostAgentCharacters));
  return true;
}

std::optional<StoredSession> find_stored_session(store::Transaction& tx, std::string_view session_id) {
  auto row = tx.first<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::int64_t>(
      "SELECT a.id, a.username, a.role, a.created_at, a.password_version, s.expires_at "
      "FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.token_hash = :id AND s.expires_at > "
      ":now",
      session_id, tx.now());
  if (!row) return std::nullopt;
  auto& [id, username, role, created_at, version, expires_at] = *row;
  return StoredSession{
      {account_of_row(id, std::move(username), role, created_at, version), std::string(session_id), false},
      expires_at};
}

bool extend_session(store::Transaction& tx, std::string_view session_id, std::chrono::seconds lifetime) {
  return tx.change("UPDATE sessions SET last_seen_at = :now, expires_at = :expires WHERE token_hash = :id",
                   tx.now(), tx.now() + milliseconds(lifetime), session_id) == 1;
}

bool renew_session(store::Transaction& tx, std::string_view session_id, std::string_view new_session_id,
                   std::chrono::seconds lifetime) {
  return tx.change(
             "UPDATE sessions SET token_hash = :new, last_seen_at = :now, expires_at = :expires "
             "WHERE token_hash = :id",
             new_session_id, tx.now(), tx.now() + milliseconds(lifetime), session_id) == 1;
}

bool mark_seen(store::Transaction& tx, std::string_view session_id, std::int64_t at) {
  return tx.change("UPDATE sessions SET last_seen_at = :at WHERE token_hash = :id AND last_seen_at < :same",
                   at, session_id, at) == 1;
}

bool delete_session(store::Transaction& tx, std::string_view session_id) {
  return tx.change("DELETE FROM sessions WHERE token_hash = :id", session_id) == 1;
}

}  // namespace accounts
