#include <engineio/packet.h>

namespace engineio {

std::optional<Packet> decode_text_packet(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '6') return std::nullopt;
  return Packet{static_cast<PacketType>(text[0]), text.substr(1), false};
}

}  // namespace engineio
