// Bytes as text: base64, base64url, hexadecimal (RFC 4648), and percent-encoding (RFC 3986).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// Standard alphabet, padded.
[[nodiscard]] std::string base64_encode(std::string_view bytes);
// Standard alphabet; padding may be left out. nullopt: a foreign character or an impossible length.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);
// URL alphabet, no padding.
[[nodiscard]] std::string base64url_encode(std::string_view bytes);
// Lower case.
[[nodiscard]] std::string hex_encode(std::string_view bytes);
// Decodes %XX and, in form bodies, '+' as a space. nullopt: a '%' without two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace base
