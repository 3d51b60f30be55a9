// The words around a place in a text, on one line. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include <conversations/search.h>

namespace conversations {

// `at` and `length` count characters (code points) of `text`, which is well-formed UTF-8.
[[nodiscard]] Excerpt excerpt_of(std::string_view text, std::size_t at, std::size_t length);

}  // namespace conversations
