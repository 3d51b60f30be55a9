#include <stdexcept>
#include <tuple>

#include <store/announcements.h>

#include <accounts/records.h>

#include "session_records.h"

namespace accounts {

Account account_of_row(std::int64_t id, std::string username, std::string_view role, std::int64_t created_at,
                       std::int64_t password_version) {
  const auto known = role_from_name(role);
  if (!known) throw std::runtime_error("an account has an unknown role");
  return {id, std::move(username), *known, created_at, password_version};
}

base::Result<Account> insert_account(store::Transaction& tx, std::string_view username,
                                     std::string_view password_hash, Role role) {
  const auto id = tx.first<std::int64_t>(
      "INSERT INTO accounts (username, normalized_username, password_hash, role, created_at) "
      "VALUES (:username, :normalized, :hash, :role, :now) "
      "ON CONFLICT (normalized_username) DO NOTHING RETURNING id",
      username, normalized(username), password_hash, role_name(role), tx.now());
  if (!id) return base::fail(kUsernameTaken, "This username is taken; choose another.");
  return Account{std::get<0>(*id), std::string(username), role, tx.now(), 0};
}

std::optional<StoredAccount> find_account(store::Transaction& tx, std::string_view username) {
  auto row = tx.first<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string>(
      "SELECT id, username, role, created_at, password_version, password_hash FROM accounts "
      "WHERE normalized_username = :name AND deleted_at IS NULL",
      normalized(username));
  if (!row) return std::nullopt;
  auto& [id, name, role, created_at, version, hash] = *row;
  return StoredAccount{account_of_row(id, std::move(name), role, created_at, version), std::move(hash)};
}

std::vector<Account> all_accounts(store::Transaction& tx) {
  std::vector<Account> out;
  tx.each<std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
      "SELECT id, username, role, created_at, password_version FROM accounts WHERE deleted_at IS NULL "
      "ORDER BY normalized_username",
      [&out](const auto& row) {
        const auto& [id, name, role, created_at, version] = row;
        out.push_back(account_of_row(id, name, role, created_at, version));
      });
  return out;
}

bool set_password_hash(store::Transaction& tx, std::int64_t account, std::string_view hash) {
  return tx.change(
             "UPDATE accounts SET password_hash = :hash, password_version = password_version + 1 "
             "WHERE id = :id AND deleted_at IS NULL",
             hash, account) == 1;
}

bool replace_password_hash(store::Transaction& tx, std::int64_t account, std::string_view before,
                           std::string_view hash) {
  return tx.change(
             "UPDATE accounts SET password_hash = :hash, password_version = password_version + 1 "
             "WHERE id = :id AND password_hash = :before AND deleted_at IS NULL",
             hash, account, before) == 1;
}

bool refresh_password_hash(store::Transaction& tx, std::int64_t account, std::string_view before,
                           std::string_view hash) {
  return tx.change(
             "UPDATE accounts SET password_hash = :hash WHERE id = :id AND password_hash = :before "
             "AND deleted_at IS NULL",
             hash, account, before) == 1;
}

bool set_role(store::Transaction& tx, std::int64_t account, Role role) {
  return tx.change("UPDATE accounts SET role = :role WHERE id = :id", role_name(role), account) == 1;
}

std::vector<std::string> end_all_sessions(store::Transaction& tx, std::int64_t account) {
  return end_other_sessions(tx, account, "");
}

std::vector<std::string> end_other_sessions(store::Transaction& tx, std::int64_t account,
                                            std::string_view but) {
  std::vector<std::string> ids;
  for (auto& [id] : tx.all<std::string>(
           "DELETE FROM sessions WHERE account_id = :id AND token_hash <> :but RETURNING token_hash", account,
           but))
    ids.push_back(std::move(id));
  for (const std::string& id : ids) store::announce(tx, kSessionEnded, id);
  return ids;
}

std::optional<std::string> end_session_of(store::Transaction& tx, std::int64_t account,
                                          std::string_view public_id) {
  auto ended = tx.first<std::string>(
      "DELETE FROM sessions WHERE account_id = :account AND public_id = :id RETURNING token_hash", account,
      public_id);
  if (!ended) return std::nullopt;
  store::announce(tx, kSessionEnded, std::get<0>(*ended));
  return std::move(std::get<0>(*ended));
}

std::vector<SessionSummary> sessions_of(store::Transaction& tx, std::int64_t account) {
  std::vector<SessionSummary> out;
  tx.each<std::string, std::string, std::int64_t, std::int64_t, std::string, std::string>(
      "SELECT public_id, token_hash, created_at, last_seen_at, address, agent FROM sessions "
      "WHERE account_id = :account AND expires_at > :now ORDER BY last_seen_at DESC, public_id",
      [&out](auto row) { out.push_back(std::make_from_tuple<SessionSummary>(std::move(row))); }, account,
      tx.now());
  return out;
}

std::optional<std::vector<std::string>> delete_account(store::Transaction& tx, std::int64_t account,
                                                       std::string_view hash) {
  // No name that check_username lets pass, so that it is in nobody's way. Changed before anything else: where
  // several write at once, who refers to the account is either there already, or finds it deleted.
  const std::string name = "deleted:" + std::to_string(account);
  if (tx.change(
          "UPDATE accounts SET username = :name, normalized_username = :normalized, password_hash = '', "
          "password_version = password_version + 1, role = :role, deleted_at = :now "
          "WHERE id = :id AND password_hash = :hash AND deleted_at IS NULL",
          name, name, role_name(Role::kStudent), tx.now(), account, hash) == 0)
    return std::nullopt;
  store::announce(tx, kAccountDeleted, std::to_string(account));
  return end_all_sessions(tx, account);
}

bool session_exists(store::Transaction& tx, std::string_view session_id) {
  return find_stored_session(tx, session_id).has_value();
}

std::int64_t delete_expired_sessions(store::Transaction& tx) {
  return tx.change("DELETE FROM sessions WHERE expires_at <= :now", tx.now());
}

}  // namespace accounts
