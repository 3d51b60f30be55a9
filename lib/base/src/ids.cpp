#include <algorithm>
#include <cerrno>
#include <system_error>

#include <unistd.h>

#include <base/encodings.h>
#include <base/ids.h>

namespace base {

std::string random_bytes(std::size_t bytes) {
  std::string out(bytes, '\0');
  constexpr std::size_t kMostPerCall = 256;  // getentropy's own limit
  for (std::size_t at = 0; at < bytes; at += kMostPerCall) {
    if (::getentropy(out.data() + at, std::min(kMostPerCall, bytes - at)) != 0) {
      throw std::system_error(errno, std::generic_category(), "getentropy");
    }
  }
  return out;
}

std::string random_token(std::size_t bytes) {
  return base64url_encode(random_bytes(bytes));
}

std::string random_uuid() {
  std::string raw = random_bytes(16);
  raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x40);
  raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
  std::string text = hex_encode(raw);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace base
