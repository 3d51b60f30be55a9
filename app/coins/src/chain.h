// Entries of a purse as a chain: each carries a digest over itself and the one before it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace coins {

// Everything an entry says, but for the number that the database gives it.
struct Statement {
  std::int64_t account = 0;
  std::string_view tier;
  std::string_view kind;
  std::string_view rule;
  std::int64_t amount = 0;
  std::optional<std::string_view> question;
  std::string_view who;
  std::string_view reason;
  std::int64_t balance_after = 0;
  std::int64_t created_at = 0;
};

// BLAKE2b of `previous`, the digest of the purse's entry before it ("" before its first), and of what the
// entry says: 128 bits as 32 hexadecimal digits. It finds what was changed by hand; it is no signature, since
// whoever may write to the database can compute it too.
[[nodiscard]] std::string chain_digest(std::string_view previous, const Statement& statement);

}  // namespace coins
