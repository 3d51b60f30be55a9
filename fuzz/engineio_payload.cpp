// A polling body from a stranger: taken apart, put together again, and taken apart to the same packets.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engineio/payload.h>

namespace {

using Packets = std::vector<std::pair<std::string, bool>>;

// Each packet as a WebSocket would carry it; `whole` tells whether the body was well-formed to its end.
Packets read(std::string_view body, bool& whole) {
  engineio::PayloadReader reader(body);
  engineio::Packet packet;
  Packets packets;
  while (true) {
    switch (reader.next(packet)) {
      case engineio::PayloadReader::Step::kPacket: {
        std::string text = packet.binary ? "" : std::string(1, static_cast<char>(packet.type));
        packets.emplace_back(text.append(packet.payload), packet.binary);
        break;
      }
      case engineio::PayloadReader::Step::kEnd:
        whole = true;
        return packets;
      case engineio::PayloadReader::Step::kMalformed:
        whole = false;
        return packets;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bool whole = false;
  const Packets packets = read({reinterpret_cast<const char*>(data), size}, whole);
  if (!whole) return 0;
  std::vector<engineio::Frame> frames;
  for (const auto& [bytes, binary] : packets) {
    frames.push_back(binary ? engineio::Frame::binary(bytes) : engineio::Frame::text(bytes));
  }
  bool again = false;
  if (read(engineio::encode_payload(frames), again) != packets || !again) std::abort();
  return 0;
}
