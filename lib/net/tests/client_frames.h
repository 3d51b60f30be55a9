// The frames of a WebSocket client, byte by byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace net {

inline constexpr std::array<unsigned char, 4> kTestMask{0x37, 0xfa, 0x21, 0x3d};  // of RFC 6455, section 5.7

// `first`: FIN, the reserved bits and the opcode, as they stand.
inline std::string client_frame(unsigned first, std::string_view payload,
                                std::array<unsigned char, 4> mask = kTestMask) {
  std::string bytes(1, static_cast<char>(first));
  const std::uint64_t size = payload.size();
  std::size_t length_bytes = 0;
  if (size > 0xffff) {
    length_bytes = 8;
  } else if (size > 125) {
    length_bytes = 2;
  }
  constexpr unsigned kMasked = 0x80;
  if (length_bytes == 0) bytes += static_cast<char>(kMasked | size);
  if (length_bytes == 2) bytes += static_cast<char>(kMasked | 126);
  if (length_bytes == 8) bytes += static_cast<char>(kMasked | 127);
  for (std::size_t left = length_bytes; left > 0; --left)
    bytes += static_cast<char>(size >> (8 * (left - 1)) & 0xff);
  for (const unsigned char byte : mask) bytes += static_cast<char>(byte);
  for (std::size_t i = 0; i < payload.size(); ++i)
    bytes += static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask[i % 4]);
  return bytes;
}

}  // namespace net
