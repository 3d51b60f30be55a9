// White space as Unicode has it.
#pragma once

#include <string_view>

namespace base {

// `utf8` without white space at its ends, and without what is as invisible there (zero-width characters, a
// byte order mark): a text made of these alone says nothing, and becomes empty.
[[nodiscard]] std::string_view trimmed(std::string_view utf8);

}  // namespace base
