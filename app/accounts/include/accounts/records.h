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
// Finds without regard to case; not one that was deleted.
[[nodiscard]] std::optional<StoredAccount> find_account(store::Transaction& tx, std::string_view username);

// By name, without those that were deleted.
[[nodiscard]] std::vector<Account> all_accounts(store::Transaction& tx);

// A new password. False when there is no such account.
[[nodiscard]] bool set_password_hash(store::Transaction& tx, std::int64_t account, std::string_view hash);
// The same for who has just checked the present password against `before`. False, and nothing changed, when
// another was set meanwhile, or the account was deleted.
[[nodiscard]] bool replace_password_hash(store::Transaction& tx, std::int64_t account,
                                         std::string_view before, std::string_view hash);
// The same password at another cost. False as above.
bool refresh_password_hash(store::Transaction& tx, std::int64_t account, std::string_view before,
                           std::string_view hash);
// False when there is no such account.
[[nodiscard]] bool set_role(store::Transaction& tx, std::int64_t account, Role role);

// Announced to other programs when a session is ended; the payload is the session's id.
inline constexpr std::string_view kSessionEnded = "session-ended";

// Ends all sessions of an account, as after a changed password, and announces it; returns their ids.
std::vector<std::string> end_all_sessions(store::Transaction& tx, std::int64_t account);
// The same without the one of the id `but`.
std::vector<std::string> end_other_sessions(store::Transaction& tx, std::int64_t account,
                                            std::string_view but);
// The same for the account's session with that public id, if there is one.
std::optional<std::string> end_session_of(store::Transaction& tx, std::int64_t account,
                                          std::string_view public_id);

// One session as its owner sees it. Times are milliseconds since 1970.
struct SessionSummary {
  std::string public_id;   // a UUID: names the session, opens nothing
  std::string session_id;  // as in SessionInfo; not for the owner
  std::int64_t created_at = 0;
  std::int64_t last_seen_at = 0;
  std::string address;  // of the log-in, and the User-Agent it came with; printable ASCII
  std::string agent;
};
// Those that live, the one seen last first.
[[nodiscard]] std::vector<SessionSummary> sessions_of(store::Transaction& tx, std::int64_t account);

// Announced to other programs when an account was deleted; the payload is its id.
inline constexpr std::string_view kAccountDeleted = "account-deleted";

// Makes an account anonymous: its sessions end (announced one by one, and the deletion itself), its name is
// free, nobody can log in to it any more. The row stays, for what the ledger has of it. Returns the ids of
// the sessions; nullopt, and nothing changed, when `hash` is not its password's any more.
[[nodiscard]] std::optional<std::vector<std::string>> delete_account(store::Transaction& tx,
                                                                     std::int64_t account,
                                                                     std::string_view hash);

// Whether the session is there and has not expired.
[[nodiscard]] bool session_exists(store::Transaction& tx, std::string_view session_id);

// Deletes sessions that have expired; returns how many. Worth calling now and then.
std::int64_t delete_expired_sessions(store::Transaction& tx);

}  // namespace accounts
