// A token of the bench says which one it is and when it was sent, so that its reader can tell both whether
// the answer is whole and how long the token took: three characters of sequence, six of time, a space.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <time.h>

namespace bench {

inline constexpr std::size_t kSequenceSize = 3;
inline constexpr std::size_t kTimeSize = 6;
inline constexpr std::size_t kTokenSize = kSequenceSize + kTimeSize + 1;
// Both count modulo what their digits can hold.
inline constexpr std::uint64_t kSequenceModulus = std::uint64_t{1} << (6 * kSequenceSize);
inline constexpr std::uint64_t kTimeModulus = std::uint64_t{1} << (6 * kTimeSize);

// The digits in the order of their values: letters that need no escape in JSON.
inline constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct Token {
  std::uint64_t sequence = 0;
  std::uint64_t sent_us = 0;  // CLOCK_MONOTONIC modulo kTimeModulus
};

[[nodiscard]] inline std::uint64_t now_us() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

// Writes `size` digits, the most significant first.
inline void write_digits(char* at, std::size_t size, std::uint64_t value) {
  for (std::size_t i = size; i-- > 0; value >>= 6) at[i] = kDigits[value & 63];
}

inline void write_token(char* at, Token token) {
  write_digits(at, kSequenceSize, token.sequence);
  write_digits(at + kSequenceSize, kTimeSize, token.sent_us);
  at[kTokenSize - 1] = ' ';
}

namespace token_detail {

inline constexpr std::uint8_t kNoDigit = 0x80;
inline constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

}  // namespace token_detail

// The token in the kTokenSize bytes at `at`, or nothing if it is none.
[[nodiscard]] inline std::optional<Token> read_token(const char* at) {
  std::uint64_t digits = 0;
  std::uint8_t seen = 0;
  for (std::size_t i = 0; i < kSequenceSize + kTimeSize; ++i) {
    const std::uint8_t value = token_detail::kValues[static_cast<unsigned char>(at[i])];
    seen |= value;
    digits = digits << 6 | value;
  }
  if ((seen & token_detail::kNoDigit) != 0 || at[kTokenSize - 1] != ' ') return std::nullopt;
  return Token{digits / kTimeModulus, digits % kTimeModulus};
}

// How long a token was under way at `now` (in microseconds of the same clock).
[[nodiscard]] inline std::uint64_t age_us(Token token, std::uint64_t now) {
  return (now - token.sent_us) & (kTimeModulus - 1);
}

}  // namespace bench
