// Engine.IO packets as they arrive (protocol 4, section "Packet encoding").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace engineio {

// The value is the character on the wire.
enum class PacketType : char {
  kOpen = '0',
  kClose = '1',
  kPing = '2',
  kPong = '3',
  kMessage = '4',
  kUpgrade = '5',
  kNoop = '6',
};

// A view into the bytes it was decoded from.
struct Packet {
  PacketType type = PacketType::kNoop;
  std::string_view payload;
  bool binary = false;  // only of a message
};

// A text packet: one type character, then the payload. nullopt: empty, or another first character.
[[nodiscard]] std::optional<Packet> decode_text_packet(std::string_view text);

}  // namespace engineio
