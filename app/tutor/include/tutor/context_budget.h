// How much of a conversation travels with a new question.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <tutor/model.h>

namespace tutor {

// An estimate on the safe side, without the model's own tokenizer: three bytes of UTF-8 a token, which
// English and code stay under and scripts of three bytes a character about meet; and four for what frames a
// message.
[[nodiscard]] std::size_t estimated_tokens(std::string_view text);

// The newest of `turns` (oldest first) that fit into `budget_tokens`; a turn is kept whole or not at all, and
// none is kept before one that was dropped.
[[nodiscard]] std::vector<Turn> newest_within(std::vector<Turn> turns, std::size_t budget_tokens);

}  // namespace tutor
