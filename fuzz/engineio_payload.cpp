// A polling body from a stranger: taken apart, put together again, and taken apart to the same packets.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engineio/payload.h>

#include "require.h"

namespace {

using Step = engineio::PayloadReader::Step;
using Packets = std::vector<std::pair<std::string, bool>>;

// Each packet as a WebSocket would carry it; `whole` tells whether the body was well-formed to its end.
Packets read(std::string_view body, bool& whole) {
  engineio::PayloadReader reader(body);
  engineio::Packet packet;
  Packets packets;
  Step step = reader.next(packet);
  for (; step == Step::kPacket; step = reader.next(packet)) {
    std::string text = packet.binary ? "" : std::string(1, static_cast<char>(packet.type));
    packets.emplace_back(text.append(packet.payload), packet.binary);
  }
  whole = step == Step::kEnd;
  require(reader.next(packet) == Step::kEnd);
  return packets;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto pieces = static_cast<std::size_t>(std::ranges::count(body, engineio::kRecordSeparator)) + 1;
  bool whole = false;
  const Packets packets = read(body, whole);
  require(whole ? packets.size() == pieces : packets.size() < pieces);
  if (packets.empty()) return 0;

  std::vector<engineio::Frame> frames;
  for (const auto& [bytes, binary] : packets) {
    frames.push_back(binary ? engineio::Frame::binary(bytes) : engineio::Frame::text(bytes));
  }
  require(read(engineio::encode_payload(frames), whole) == packets && whole);
  return 0;
}
