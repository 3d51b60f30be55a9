// All that an account has of conversations: to hand it out to its owner, and to erase it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <store/transaction.h>

#include <tutor/records.h>

namespace tutor {

// Times are milliseconds since 1970.
struct OwnConversation {
  std::string id;
  std::string title;
  std::int64_t created_at = 0;
  std::int64_t updated_at = 0;
};

struct OwnTurn {
  StoredAnswer answer;  // with its question
  std::int64_t position = 0;
  std::int64_t asked_at = 0;
  std::optional<std::int64_t> ended_at;
};

// The account's conversations, oldest first, at most `most`; those after `last` if it is given.
[[nodiscard]] std::vector<OwnConversation> own_conversations(store::Transaction& tx, std::int64_t account_id,
                                                             const std::optional<OwnConversation>& last,
                                                             std::size_t most);

// The turns of a conversation of the account after that position (from 1), oldest first, at most `most`.
[[nodiscard]] std::vector<OwnTurn> own_turns(store::Transaction& tx, std::int64_t account_id,
                                             std::string_view conversation_id, std::int64_t position,
                                             std::size_t most);

// The reason of every answer of an account that was erased.
inline constexpr std::string_view kErased = "erased";

// Part of the transaction that deletes an account, after its row says so: from then on no question of it is
// recorded. Empties its questions, answers and titles; that there was a question, when, and what became of
// its coin stays, since the ledger says so too. An answer that is still open is interrupted, and its coin
// comes back. No text is added to an erased answer, whoever still has some.
[[nodiscard]] base::Result<> erase_account(store::Transaction& tx, std::int64_t account_id);

}  // namespace tutor
