#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <system_error>

#include <unistd.h>

#include <base/encodings.h>
#include <base/ids.h>

namespace base {
namespace {

constexpr std::size_t kUuidBytes = 16;

// Asks the kernel for many bytes at once. One a thread; none is given out twice, or stays behind.
class Supply {
 public:
  // Fills the beginning of `room`, or all of it; returns how much.
  std::size_t take(std::span<char> room) {
    if (next_ == bytes_.size()) {
      if (::getentropy(bytes_.data(), bytes_.size()) != 0)
        throw std::system_error(errno, std::generic_category(), "getentropy");
      next_ = 0;
    }
    const auto taken = std::span(bytes_).subspan(next_, std::min(room.size(), bytes_.size() - next_));
    std::ranges::copy(taken, room.begin());
    ::explicit_bzero(taken.data(), taken.size());
    next_ += taken.size();
    return taken.size();
  }

 private:
  std::array<char, 256> bytes_;  // getentropy's own limit
  std::size_t next_ = bytes_.size();
};

// Of its 16 bytes, with the bits for version and variant put in.
std::string uuid_text(std::string raw, int version) {
  raw[6] = static_cast<char>((raw[6] & 0x0f) | (version << 4));
  raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
  std::string text = hex_encode(raw);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
  return text;
}

}  // namespace

std::string random_bytes(std::size_t bytes) {
  std::string out(bytes, '\0');
  thread_local Supply supply;
  for (std::size_t at = 0; at < bytes;) at += supply.take(std::span(out).subspan(at));
  return out;
}

std::string random_token(std::size_t bytes) {
  return base64url_encode(random_bytes(bytes));
}

std::string random_uuid() {
  return uuid_text(random_bytes(kUuidBytes), 4);
}

std::string time_ordered_uuid(std::chrono::system_clock::time_point now) {
  using std::chrono::milliseconds;
  using std::chrono::nanoseconds;
  const auto since = now.time_since_epoch();
  const auto whole = std::chrono::floor<milliseconds>(since);
  // Section 6.2, method 3: the first 12 of the random bits are the part of the millisecond that has passed.
  const auto part = nanoseconds(since - whole) * 4096 / milliseconds(1);
  std::string raw = random_bytes(kUuidBytes);
  constexpr int kTimeBytes = 6;
  for (int i = 0; i < kTimeBytes; ++i)
    raw[static_cast<std::size_t>(i)] = static_cast<char>(whole.count() >> (8 * (kTimeBytes - 1 - i)));
  raw[6] = static_cast<char>(part >> 8);
  raw[7] = static_cast<char>(part);
  return uuid_text(std::move(raw), 7);
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
