// The start of a question, and where it was asked: what a receipt says of the question that a coin paid for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <store/transaction.h>

namespace tutor {

struct QuestionStart {
  std::string conversation_id;
  std::string text;  // on one line; ends with "…" when the question goes on
};

// At most `most_units` UTF-16 units of the account's own question; nullopt when there is no such one, or its
// conversation has been deleted.
[[nodiscard]] std::optional<QuestionStart> question_start(store::Transaction& tx, std::int64_t account_id,
                                                          std::string_view question_id,
                                                          std::size_t most_units);

}  // namespace tutor
