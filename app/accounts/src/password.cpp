#include <stdexcept>

#include <sodium.h>

#include <accounts/errors.h>
#include <accounts/password.h>

namespace accounts {
namespace {

void prepare_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium cannot be initialised");
}

// libsodium wants the text in a buffer of its own full size, ended by NUL; a hash without NUL has room.
struct StoredHash {
  explicit StoredHash(std::string_view hash) : fits(hash.size() < sizeof text) {
    if (fits) hash.copy(text, hash.size());
  }
  char text[crypto_pwhash_STRBYTES] = {};
  bool fits;
};

}  // namespace

base::Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  prepare_sodium();
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(text, password.data(), password.size(), cost.operations, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return base::fail(kBusy, "The server has no memory left to check passwords; try again in a moment.");
  }
  return std::string(text);
}

bool verify_password(std::string_view hash, std::string_view password) {
  prepare_sodium();
  const StoredHash stored(hash);
  return stored.fits && crypto_pwhash_str_verify(stored.text, password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash, const PasswordCost& cost) {
  prepare_sodium();
  const StoredHash stored(hash);
  return !stored.fits || crypto_pwhash_str_needs_rehash(stored.text, cost.operations, cost.memory_bytes) != 0;
}

}  // namespace accounts
