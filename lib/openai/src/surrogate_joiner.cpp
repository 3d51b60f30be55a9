#include <cstddef>
#include <optional>

#include <base/utf.h>
#include <openai/surrogate_joiner.h>

namespace openai {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::size_t kEscapeLength = 6;  // \uXXXX

bool is_high(std::uint32_t unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

bool is_low(std::uint32_t unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

std::optional<std::uint32_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// The surrogate whose escape stands at `at`, or 0.
std::uint32_t escaped_surrogate(std::string_view json, std::size_t at) {
  if (json.size() < at + kEscapeLength || json[at] != '\\' || json[at + 1] != 'u') return 0;
  std::uint32_t unit = 0;
  for (std::size_t i = at + 2; i < at + kEscapeLength; ++i) {
    const auto digit = hex_digit(json[i]);
    if (!digit) return 0;
    unit = unit * 16 + *digit;
  }
  return is_high(unit) || is_low(unit) ? unit : 0;
}

// The next escape of a surrogate at or after `at`, or npos. An escaped backslash escapes nothing after it.
std::size_t find_surrogate(std::string_view json, std::size_t at) {
  while ((at = json.find('\\', at)) != std::string_view::npos) {
    if (escaped_surrogate(json, at) != 0) return at;
    at += 2;
  }
  return at;
}

void append_three_bytes(std::uint32_t unit, std::string& out) {
  out.push_back(static_cast<char>(0xe0 | (unit >> 12)));
  out.push_back(static_cast<char>(0x80 | ((unit >> 6) & 0x3f)));
  out.push_back(static_cast<char>(0x80 | (unit & 0x3f)));
}

void append_pair(std::uint32_t high, std::uint32_t low, std::string& out) {
  const std::uint32_t point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  out.push_back(static_cast<char>(0xf0 | (point >> 18)));
  out.push_back(static_cast<char>(0x80 | ((point >> 12) & 0x3f)));
  out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
  out.push_back(static_cast<char>(0x80 | (point & 0x3f)));
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// What stands at the start of a text: a character, half a pair (`surrogate`), or malformed bytes.
struct Piece {
  std::size_t bytes = 0;
  std::uint32_t surrogate = 0;
  bool well_formed = false;
};

Piece first_piece(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t wanted = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  std::size_t bytes = 1;
  while (bytes < wanted && bytes < text.size() && is_continuation(text[bytes])) ++bytes;
  if (lead == 0xed && bytes == 3 && static_cast<unsigned char>(text[1]) >= 0xa0) {
    const auto second = static_cast<std::uint32_t>(text[1] & 0x3f);
    const auto third = static_cast<std::uint32_t>(text[2] & 0x3f);
    return {bytes, 0xd000 | (second << 6) | third, false};
  }
  return {bytes, 0, base::is_utf8(text.substr(0, bytes))};
}

}  // namespace

std::string_view lone_surrogates_as_bytes(std::string_view json, std::string& out) {
  std::size_t at = find_surrogate(json, 0);
  if (at == std::string_view::npos) return json;
  out.clear();
  std::size_t copied = 0;
  for (; at != std::string_view::npos; at = find_surrogate(json, at)) {
    const std::uint32_t unit = escaped_surrogate(json, at);
    if (is_high(unit) && is_low(escaped_surrogate(json, at + kEscapeLength))) {
      at += 2 * kEscapeLength;
      continue;
    }
    out.append(json, copied, at - copied);
    append_three_bytes(unit, out);
    at += kEscapeLength;
    copied = at;
  }
  if (copied == 0) return json;
  return out.append(json, copied);
}

bool SurrogateJoiner::leaves_as_it_is(std::string_view piece) const {
  return waiting_ == 0 && base::is_utf8(piece);
}

void SurrogateJoiner::append(std::string_view piece, std::string& out) {
  if (leaves_as_it_is(piece)) {
    out.append(piece);
    return;
  }
  while (!piece.empty()) {
    const Piece first = first_piece(piece);
    if (waiting_ != 0 && is_low(first.surrogate)) {
      append_pair(waiting_, first.surrogate, out);
      waiting_ = 0;
    } else {
      end(out);
      if (first.well_formed) {
        out.append(piece, 0, first.bytes);
      } else if (is_high(first.surrogate)) {
        waiting_ = first.surrogate;
      } else {
        out.append(kReplacement);
      }
    }
    piece.remove_prefix(first.bytes);
  }
}

void SurrogateJoiner::end(std::string& out) {
  if (waiting_ != 0) out.append(kReplacement);
  waiting_ = 0;
}

}  // namespace openai
