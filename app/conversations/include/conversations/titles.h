// What a conversation may be called. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <conversations/errors.h>

#include <base/result.h>

namespace conversations {

// In UTF-16 units, as a browser counts characters.
inline constexpr std::size_t kLongestTitle = 120;

// The title as it is kept: on one line (control characters become spaces), without white space at its ends.
// `wanted` is well-formed UTF-8. Error: kInvalidTitle when nothing is left, or more than kLongestTitle.
[[nodiscard]] base::Result<std::string> checked_title(std::string_view wanted);

}  // namespace conversations
