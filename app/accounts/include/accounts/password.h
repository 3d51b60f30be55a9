// Password hashes: argon2id, in libsodium's text form ("$argon2id$v=19$…").
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <base/result.h>

namespace accounts {

// argon2id's cost. The defaults are libsodium's for interactive use.
struct PasswordCost {
  unsigned long long operations = 2;
  std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
};

// Blocks for as long as the cost says. Error: kBusy when there is no memory for it.
[[nodiscard]] base::Result<std::string> hash_password(std::string_view password, const PasswordCost& cost);

// A hash of a password that nobody knows: what would be the outcome of the work is drawn at random. Made at
// once; to check a password against it takes as long as against any other of that cost. Error: kBusy when
// there is no memory for that.
[[nodiscard]] base::Result<std::string> hash_of_unknown_password(const PasswordCost& cost);

// Blocks likewise. False also for a hash that it cannot read.
[[nodiscard]] bool verify_password(std::string_view hash, std::string_view password);

// Whether `hash` was made with another cost, and is to be made anew when the password is at hand.
[[nodiscard]] bool needs_rehash(std::string_view hash, const PasswordCost& cost);

}  // namespace accounts
