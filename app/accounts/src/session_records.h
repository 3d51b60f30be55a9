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

void insert_session(store::Transaction& tx, std::string_view session_id, std::int64_t account,
                    std::chrono::seconds lifetime);

struct StoredSession {
  SessionInfo info;
  std::int64_t last_seen_at;
};
// nullopt when there is none, or it has expired.
[[nodiscard]] std::optional<StoredSession> find_stored_session(store::Transaction& tx,
                                                               std::string_view session_id);

// False when it has been ended meanwhile.
bool extend_session(store::Transaction& tx, std::string_view session_id, std::chrono::seconds lifetime);

// False when there was none.
bool delete_session(store::Transaction& tx, std::string_view session_id);

// Made of a row; throws std::runtime_error for a role that does not exist, which the schema forbids.
[[nodiscard]] Account account_of_row(std::int64_t id, std::string username, std::string_view role,
                                     std::int64_t created_at);

}  // namespace accounts
