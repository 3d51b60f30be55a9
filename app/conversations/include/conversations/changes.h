// What an owner does to a conversation: a new name, deleting it, undoing that; and the end of what was
// deleted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <conversations/records.h>

#include <base/result.h>
#include <store/transaction.h>

namespace conversations {

// Announced to other programs by each of these, save `erase_next`; the payload is the account's id.
inline constexpr std::string_view kConversationsChanged = "conversations";

// `title` as checked_title returned it. The conversation stays at its place in the list. Error: kNotFound.
[[nodiscard]] base::Result<Summary> rename(store::Transaction& tx, std::int64_t account, std::string_view id,
                                           std::string_view title);

// Hides it from everything but `restore`. Errors: kNotFound, kAnswerRunning.
[[nodiscard]] base::Result<> remove(store::Transaction& tx, std::int64_t account, std::string_view id);

// Undoes `remove`; one that was not deleted stays as it is. Error: kNotFound, also when it has been erased.
[[nodiscard]] base::Result<Summary> restore(store::Transaction& tx, std::int64_t account,
                                            std::string_view id);

// Erases the texts (title, questions, answers) of one conversation that was deleted at `deleted_until` or
// before, in milliseconds since 1970. False when there is none. Its rows stay: the ledger has entries of its
// questions, and the same question asked again must not cost a second coin.
[[nodiscard]] bool erase_next(store::Transaction& tx, std::int64_t deleted_until);

}  // namespace conversations
