// The rows of accounts and sessions, for whoever composes a transaction: the service, the commands, an
// import.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <store/transaction.h>

#include <accounts/account.h>
#include <accounts/errors.h>

namespace accounts {

// Adds an account. The name must have passed check_username. Error: kUsernameTaken.
[[nodiscard]] base::Result<Account> insert_account(store::Transaction& tx, std::string_view username,
                                                   std::string_view password_hash, Role role);

struct StoredAccount {
  Account account;
  std::string password_hash;
};
// Finds without regard to case.
[[nodiscard]] std::optional<StoredAccount> find_account(store::Transaction& tx, std::string_view username);

// By name.
[[nodiscard]] std::vector<Account> all_accounts(store::Transaction& tx);

// False when there is no such account.
[[nodiscard]] bool set_password_hash(store::Transaction& tx, std::int64_t account, std::string_view hash);
[[nodiscard]] bool set_role(store::Transaction& tx, std::int64_t account, Role role);

// Announced to other programs when a session is ended; the payload is the session's id.
inline constexpr std::string_view kSessionEnded = "session-ended";

// Ends all sessions of an account, as after a changed password, and announces it; returns their ids.
std::vector<std::string> end_all_sessions(store::Transaction& tx, std::int64_t account);

// Whether the session is there and has not expired.
[[nodiscard]] bool session_exists(store::Transaction& tx, std::string_view session_id);

// Deletes sessions that have expired; returns how many. Worth calling now and then.
std::int64_t delete_expired_sessions(store::Transaction& tx);

}  // namespace accounts
