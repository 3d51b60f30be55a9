#include <array>
#include <stdexcept>

#include <sodium.h>
#include <sys/mman.h>

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

std::unexpected<base::Error> no_memory() {
  return base::fail(kBusy, "The server has no memory left to check passwords; try again in a moment.");
}

// Whether the system would give so much now. Nothing of it is used.
bool is_to_be_had(std::size_t memory_bytes) {
  void* const region =
      ::mmap(nullptr, memory_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return region != MAP_FAILED && ::munmap(region, memory_bytes) == 0;
}

// As argon2 writes it: without padding.
template <std::size_t kBytes>
std::string random_base64() {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::array<unsigned char, kBytes> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, sodium_base64_ENCODED_LEN(kBytes, kVariant)> text{};
  return sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), kVariant);
}

}  // namespace

base::Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  prepare_sodium();
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(text, password.data(), password.size(), cost.operations, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return no_memory();
  }
  return std::string(text);
}

base::Result<std::string> hash_of_unknown_password(const PasswordCost& cost) {
  prepare_sodium();
  if (!is_to_be_had(cost.memory_bytes)) return no_memory();
  // The sizes are those of crypto_pwhash_str: 128 bits of salt, 256 of the hash.
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_bytes / 1024) +
         ",t=" + std::to_string(cost.operations) + ",p=1$" + random_base64<16>() + "$" + random_base64<32>();
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
