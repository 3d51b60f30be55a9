// JSON of a known form, taken from its text piece by piece: no tree, no copies, eight characters at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace openai {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Eight characters at a time: the high bit of each that ends the plain part of a string, or is not allowed in
// it. Those above the first may be set wrongly.
inline std::uint64_t special_characters(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const auto below = [word](std::uint64_t limit) { return (word - limit * kOnes) & ~word; };
  const auto equal = [word](char c) {
    const std::uint64_t difference = word ^ (static_cast<unsigned char>(c) * kOnes);
    return (difference - kOnes) & ~difference;
  };
  return (below(0x20) | equal('"') | equal('\\')) & (kOnes << 7);
}

inline bool is_special(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// What the letter after a backslash stands for; NUL for one that needs a parser.
inline char unescaped(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return '\0';
  }
}

// Walks over the text, which outlives it. Checks what it walks over, and knows no more than it is asked for:
// after a function has returned false there may be a mistake or only something that it does not know, and
// nothing more is to be asked of it.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view json) : at_(json.data()), end_(json.data() + json.size()) {}

  [[nodiscard]] bool at_end() {
    skip_space();
    return at_ == end_;
  }

  [[nodiscard]] std::string_view rest() const { return {at_, end_}; }

  // Takes the character if it comes next.
  [[nodiscard]] bool take(char c) {
    skip_space();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] bool take(std::string_view word) {
    skip_space();
    if (!std::string_view(at_, end_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  // A string without escapes.
  [[nodiscard]] bool plain_string(std::string_view& text) {
    if (!take('"')) return false;
    const char* const begin = at_;
    if (!skip_plain() || *at_ != '"') return false;
    text = {begin, at_++};
    return true;
  }

  // A string as it stands between its quotes, whose escapes are those of one letter.
  [[nodiscard]] bool string(std::string_view& text, bool& escaped) {
    if (!take('"')) return false;
    const char* const begin = at_;
    while (skip_plain()) {
      if (*at_ == '"') {
        text = {begin, at_++};
        return true;
      }
      if (*at_ != '\\' || end_ - at_ < 2 || unescaped(at_[1]) == '\0') return false;
      escaped = true;
      at_ += 2;
    }
    return false;
  }

  // Anything that has no inside. Where a string stands is noted in `where`, if there is one.
  [[nodiscard]] bool scalar(std::string_view* where = nullptr) {
    skip_space();
    if (at_ == end_) return false;
    std::string_view text;
    bool escaped = false;
    switch (*at_) {
      case '"':
        return string(where != nullptr ? *where : text, escaped);
      case 'n':
        return take("null");
      case 't':
        return take("true");
      case 'f':
        return take("false");
      default:
        return whole_number();
    }
  }

 private:
  void skip_space() {
    while (at_ != end_ && *at_ <= ' ' && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  // To the next special character; false: there is none.
  [[nodiscard]] bool skip_plain() {
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little) {
      for (; end_ - at_ >= static_cast<std::ptrdiff_t>(sizeof word); at_ += sizeof word) {
        std::memcpy(&word, at_, sizeof word);
        if (const std::uint64_t special = special_characters(word); special != 0) {
          at_ += std::countr_zero(special) / 8;
          return true;
        }
      }
    }
    while (at_ != end_ && !is_special(*at_)) ++at_;
    return at_ != end_;
  }

  // Without a sign: what follows the digits is found wrong by whoever looks at it next.
  [[nodiscard]] bool whole_number() {
    constexpr std::ptrdiff_t kMostDigits = 18;
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    const std::ptrdiff_t digits = at_ - begin;
    return digits > 0 && digits <= kMostDigits && (digits == 1 || *begin != '0');
  }

  const char* at_;
  const char* end_;
};

}  // namespace openai
