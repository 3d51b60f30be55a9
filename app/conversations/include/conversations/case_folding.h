// How a search disregards case, the same on every database. Pure.
#pragma once

#include <string>
#include <string_view>

namespace conversations {

// The characters of well-formed UTF-8, each made upper case and then lower case by Unicode's simple mappings
// (one character to one), so that there are as many as before. "GRÜẞE" becomes "grüße", and "ΟΔΟΣ" the
// same as "οδός" without its accent; but "ß" is not "ss", and "é" is neither "e" nor an "e" with a combining
// accent.
[[nodiscard]] std::u32string case_folded(std::string_view utf8);

}  // namespace conversations
