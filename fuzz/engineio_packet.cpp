// One message of a WebSocket from a stranger: what it is decoded to says all that was sent, and is the same
// that a polling body would have brought.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <engineio/packet.h>
#include <engineio/payload.h>

#include "require.h"

namespace {

bool same(const engineio::Packet& a, const engineio::Packet& b) {
  return a.type == b.type && a.binary == b.binary && a.payload == b.payload;
}

// The one packet of a polling body that carries `frame`.
void require_in_body(engineio::Frame frame, const engineio::Packet& expected) {
  const std::string body = engineio::encode_payload({&frame, 1});
  engineio::PayloadReader reader(body);
  engineio::Packet packet;
  require(reader.next(packet) == engineio::PayloadReader::Step::kPacket && same(packet, expected));
  require(reader.next(packet) == engineio::PayloadReader::Step::kEnd);
}

void check_text(const std::string& message) {
  const auto packet = engineio::decode_text_packet(message);
  require(packet.has_value() == (!message.empty() && message[0] >= '0' && message[0] <= '6'));
  if (!packet) return;
  require(!packet->binary);
  require(static_cast<char>(packet->type) + std::string(packet->payload) == message);
  // The separator of a body's packets: JSON has it only escaped.
  if (message.find(engineio::kRecordSeparator) == std::string::npos) {
    require_in_body(engineio::Frame::text(message), *packet);
  }
}

void check_binary(const std::string& message) {
  require_in_body(engineio::Frame::binary(message), {engineio::PacketType::kMessage, message, true});
}

// A broadcast's frame is shared by many sessions; who takes it must not take it from the others.
void check_sharing(const std::string& message) {
  auto frame = engineio::Frame::text(message);
  frame.share();
  engineio::Frame copy = frame;
  require(std::move(copy).payload().view() == message && frame.bytes() == message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string message(reinterpret_cast<const char*>(data), size);
  check_text(message);
  check_binary(message);
  check_sharing(message);
  return 0;
}
