#include <cstdint>
#include <cstring>

#include <base/utf.h>

namespace base {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_continuation(unsigned char byte) {
  return (byte & 0xc0) == 0x80;
}

// Of the bytes of a word.
constexpr std::uint64_t kHighBits = 0x8080808080808080;

// How many of these are set.
std::size_t count(std::uint64_t high_bits) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  return static_cast<std::size_t>((high_bits >> 7) * kOnes >> 56);
}

// Bytes of the whole words of ASCII that `text` starts with.
std::size_t ascii_words(std::string_view text) {
  std::uint64_t word = 0;
  std::size_t at = 0;
  for (; text.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  return at;
}

// Bytes of the well-formed sequence that starts at `at` (RFC 3629, section 4), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const unsigned char lead = byte_at(text, at);
  const std::size_t left = text.size() - at;
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return left >= 2 && is_continuation(byte_at(text, at + 1)) ? 2 : 0;
  if (lead < 0xf0) {
    if (left < 3 || !is_continuation(byte_at(text, at + 1)) || !is_continuation(byte_at(text, at + 2)))
      return 0;
    const unsigned char second = byte_at(text, at + 1);
    const bool overlong = lead == 0xe0 && second < 0xa0;
    const bool surrogate = lead == 0xed && second >= 0xa0;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead > 0xf4 || left < 4) return 0;
  for (std::size_t i = 1; i < 4; ++i) {
    if (!is_continuation(byte_at(text, at + i))) return 0;
  }
  const unsigned char second = byte_at(text, at + 1);
  const bool overlong = lead == 0xf0 && second < 0x90;
  const bool beyond = lead == 0xf4 && second >= 0x90;
  return overlong || beyond ? 0 : 4;
}

struct Step {
  std::size_t bytes;
  std::size_t units;
};

Step step_from(unsigned char lead) {
  if (lead < 0x80) return {1, 1};
  if (lead < 0xe0) return {2, 1};
  if (lead < 0xf0) return {3, 1};
  return {4, 2};
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    at += ascii_words(text.substr(at));
    if (at == text.size()) break;
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  std::uint64_t word = 0;
  for (; utf8.size() >= sizeof word; utf8.remove_prefix(sizeof word)) {
    std::memcpy(&word, utf8.data(), sizeof word);
    // By the high bits of its bytes: 10 is a continuation, 1111 leads four bytes.
    const std::uint64_t continuations = word & ~(word << 1) & kHighBits;
    const std::uint64_t leads_of_four = word & (word << 1) & (word << 2) & (word << 3) & kHighBits;
    units += sizeof word - count(continuations) + count(leads_of_four);
  }
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    // Every sequence has one lead byte; those of four bytes stand for two units.
    units += is_continuation(byte) ? 0 : 1;
    units += byte >= 0xf0 ? 1 : 0;
  }
  return units;
}

std::size_t prefix_of_utf16(std::string_view utf8, std::size_t units) {
  std::size_t at = 0;
  while (at < utf8.size()) {
    const Step step = step_from(byte_at(utf8, at));
    if (step.units > units) break;
    units -= step.units;
    at += step.bytes;
  }
  return at;
}

std::optional<std::size_t> byte_of_utf16(std::string_view utf8, std::size_t units) {
  const std::size_t at = prefix_of_utf16(utf8, units);
  if (utf16_length(utf8.substr(0, at)) != units) return std::nullopt;
  return at;
}

}  // namespace base
