#include "chain.h"

#include <array>
#include <stdexcept>

#include <sodium.h>

#include <base/encodings.h>

namespace coins {
namespace {

constexpr std::size_t kDigestBytes = 16;

// With its length before it, so that no two lists of fields have the same bytes.
void add(std::string& out, std::string_view field) {
  out += std::to_string(field.size());
  out += ':';
  out += field;
}

}  // namespace

std::string chain_digest(std::string_view previous, const Statement& statement) {
  std::string text;
  text.reserve(256);
  add(text, previous);
  add(text, std::to_string(statement.account));
  add(text, statement.tier);
  add(text, statement.kind);
  add(text, statement.rule);
  add(text, std::to_string(statement.amount));
  if (statement.question) add(text, *statement.question);
  text += ';';  // an entry without a question differs from one for the question ""
  add(text, statement.who);
  add(text, statement.reason);
  add(text, std::to_string(statement.balance_after));
  add(text, std::to_string(statement.created_at));
  std::array<unsigned char, kDigestBytes> digest{};
  if (crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), nullptr, 0) != 0)
    throw std::runtime_error("libsodium could not compute a digest");
  return base::hex_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace coins
