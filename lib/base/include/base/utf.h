// UTF-8 text measured as a JavaScript string measures it: in UTF-16 code units.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace base {

// Whether `text` is well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

// The length of well-formed UTF-8 in UTF-16 units: a character above U+FFFF counts two.
[[nodiscard]] std::size_t utf16_length(std::string_view utf8);

// The byte at which the UTF-16 offset `units` of well-formed UTF-8 lies; nullopt when it is past the end or
// would cut a character in two.
[[nodiscard]] std::optional<std::size_t> byte_of_utf16(std::string_view utf8, std::size_t units);

// The longest prefix of well-formed UTF-8 with at most `units` UTF-16 units, in bytes; no character is cut.
[[nodiscard]] std::size_t prefix_of_utf16(std::string_view utf8, std::size_t units);

}  // namespace base
