#include "websocket_frames.h"

#include <cstring>

namespace bench {
namespace {

constexpr std::uint8_t kFin = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kMask = 0x80;
constexpr std::uint8_t kSize16 = 126;
constexpr std::uint8_t kSize64 = 127;

void append_number(std::string& bytes, std::uint64_t value, int size) {
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<char>(value >> shift & 0xff));
}

}  // namespace

FrameState take_frame(std::string_view& bytes, Frame& frame) {
  if (bytes.size() < 2) return FrameState::kIncomplete;
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const auto second = static_cast<std::uint8_t>(bytes[1]);
  const std::uint8_t opcode = first & 0x0f;
  if ((first & kReserved) != 0 || (second & kMask) != 0) return FrameState::kInvalid;
  if ((opcode > 2 && opcode < 8) || opcode > 10) return FrameState::kInvalid;
  std::size_t header = 2;
  std::uint64_t size = second;
  if (second >= kSize16) {
    const std::size_t digits = second == kSize16 ? 2 : 8;
    if (bytes.size() < header + digits) return FrameState::kIncomplete;
    size = 0;
    for (std::size_t i = 0; i < digits; ++i) size = size << 8 | static_cast<std::uint8_t>(bytes[header + i]);
    header += digits;
  }
  if (bytes.size() - header < size) return FrameState::kIncomplete;
  frame = {static_cast<Opcode>(opcode), (first & kFin) != 0, bytes.substr(header, size)};
  bytes.remove_prefix(header + size);
  return FrameState::kFrame;
}

void append_frame(std::string& bytes, Opcode opcode, std::string_view payload, std::uint32_t mask) {
  bytes.push_back(static_cast<char>(kFin | static_cast<std::uint8_t>(opcode)));
  if (payload.size() < kSize16) {
    append_number(bytes, kMask | payload.size(), 1);
  } else if (payload.size() < 0x10000) {
    append_number(bytes, kMask | kSize16, 1);
    append_number(bytes, payload.size(), 2);
  } else {
    append_number(bytes, kMask | kSize64, 1);
    append_number(bytes, payload.size(), 8);
  }
  char key[4];
  std::memcpy(key, &mask, sizeof key);
  bytes.append(key, sizeof key);
  for (std::size_t i = 0; i < payload.size(); ++i)
    bytes.push_back(static_cast<char>(payload[i] ^ key[i % 4]));
}

}  // namespace bench
