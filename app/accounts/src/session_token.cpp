#include "session_token.h"

#include <algorithm>

#include <sodium.h>

#include <base/encodings.h>
#include <base/ids.h>

namespace accounts {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenCharacters = 43;

}  // namespace

std::string new_session_token() {
  return base::random_token(kTokenBytes);
}

bool is_session_token(std::string_view token) {
  return token.size() == kTokenCharacters && std::ranges::all_of(token, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

std::string session_id_of(std::string_view token) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  // These casts only change the sign of bytes.
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size());
  return base::hex_encode(digest);
}

}  // namespace accounts
