// The rows of sessions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <store/transaction.h>

#include <accounts/accounts.h>

namespace accounts {

// False, and nothing changed, when the account's password was changed since, or it was deleted.
[[nodiscard]] bool insert_session(store::Transaction& tx, std::string_view session_id, const Account& account,
                                  const Device& device, std::chrono::seconds lifetime);

struct StoredSession {
  SessionInfo info;
  std::int64_t expires_at;
};
// nullopt when there is none, or it has expired.
[[nodiscard]] std::optional<StoredSession> find_stored_session(store::Transaction& tx,
                                                               std::string_view session_id);

// False when it has been ended meanwhile.
bool extend_session(store::Transaction& tx, std::string_view session_id, std::chrono::seconds lifetime);

// Gives a session another token, and a whole life. False when it has been ended meanwhile.
[[nodiscard]] bool renew_session(store::Transaction& tx, std::string_view session_id,
                                 std::string_view new_session_id, std::chrono::seconds lifetime);

// False when it has been ended meanwhile, or was seen later already.
bool mark_seen(store::Transaction& tx, std::string_view session_id, std::int64_t at);

// False when there was none.
bool delete_session(store::Transaction& tx, std::string_view session_id);

// Made of a row; throws std::runtime_error for a role that does not exist, which the schema forbids.
[[nodiscard]] Account account_of_row(std::int64_t id, std::string username, std::string_view role,
                                     std::int64_t created_at, std::int64_t password_version);

}  // namespace accounts
