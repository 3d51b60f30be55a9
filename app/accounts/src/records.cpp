#include <stdexcept>
#include <tuple>

#include <store/announcements.h>

#include <accounts/records.h>

#include "session_records.h"

namespace accounts {

Account account_of_row(std::int64_t id, std::string username, std::string_view role,
                       std::int64_t created_at) {
  const auto known = role_from_name(role);
  if (!known) throw std::runtime_error("an account has an unknown role");
  return {id, std::move(username), *known, created_at};
}

base::Result<Account> insert_account(store::Transaction& tx, std::string_view username,
                                     std::string_view password_hash, Role role) {
  const auto id = tx.first<std::int64_t>(
      "INSERT INTO accounts (username, normalized_username, password_hash, role, created_at) "
      "VALUES (:username, :normalized, :hash, :role, :now) "
      "ON CONFLICT (normalized_username) DO NOTHING RETURNING id",
      username, normalized(username), password_hash, role_name(role), tx.now());
  if (!id) return base::fail(kUsernameTaken, "This username is taken; choose another.");
  return Account{std::get<0>(*id), std::string(username), role, tx.now()};
}

std::optional<StoredAccount> find_account(store::Transaction& tx, std::string_view username) {
  auto row = tx.first<std::int64_t, std::string, std::string, std::int64_t, std::string>(
      "SELECT id, username, role, created_at, password_hash FROM accounts WHERE normalized_username = :name",
      normalized(username));
  if (!row) return std::nullopt;
  auto& [id, name, role, created_at, hash] = *row;
  return StoredAccount{account_of_row(id, std::move(name), role, created_at), std::move(hash)};
}

std::vector<Account> all_accounts(store::Transaction& tx) {
  std::vector<Account> out;
  tx.each<std::int64_t, std::string, std::string, std::int64_t>(
      "SELECT id, username, role, created_at FROM accounts ORDER BY normalized_username",
      [&out](const auto& row) {
        const auto& [id, name, role, created_at] = row;
        out.push_back(account_of_row(id, name, role, created_at));
      });
  return out;
}

bool set_password_hash(store::Transaction& tx, std::int64_t account, std::string_view hash) {
  return tx.change("UPDATE accounts SET password_hash = :hash WHERE id = :id", hash, account) == 1;
}

bool set_role(store::Transaction& tx, std::int64_t account, Role role) {
  return tx.change("UPDATE accounts SET role = :role WHERE id = :id", role_name(role), account) == 1;
}

std::vector<std::string> end_all_sessions(store::Transaction& tx, std::int64_t account) {
  std::vector<std::string> ids;
  for (auto& [id] :
       tx.all<std::string>("DELETE FROM sessions WHERE account_id = :id RETURNING token_hash", account))
    ids.push_back(std::move(id));
  for (const std::string& id : ids) store::announce(tx, kSessionEnded, id);
  return ids;
}

bool session_exists(store::Transaction& tx, std::string_view session_id) {
  return find_stored_session(tx, session_id).has_value();
}

std::int64_t delete_expired_sessions(store::Transaction& tx) {
  return tx.change("DELETE FROM sessions WHERE expires_at <= :now", tx.now());
}

}  // namespace accounts
