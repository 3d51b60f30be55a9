// Messages from a stranger, text and binary, through the decoder; what comes out is encoded and must come out
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <fuzzer/FuzzedDataProvider.h>

#include <socketio/decoder.h>
#include <socketio/encoder.h>

namespace {

void check_round_trip(const socketio::Packet& packet) {
  if (packet.type != socketio::PacketType::kEvent || !packet.data) return;
  boost::json::array args = packet.data->as_array();
  if (!args.front().is_string()) return;
  const std::string name(args.front().as_string());
  args.erase(args.begin());
  const std::string text =
      socketio::encode_event(packet.nsp, name, args, packet.attachments.size(), packet.ack_id);
  socketio::Decoder decoder({});
  auto step = decoder.text(std::string_view(text).substr(1));
  for (const std::string& bytes : packet.attachments) {
    if (step != socketio::Decoder::Step::kIncomplete) std::abort();
    step = decoder.binary(bytes);
  }
  if (step != socketio::Decoder::Step::kPacket) std::abort();
  const socketio::Packet again = decoder.take();
  if (again.nsp != packet.nsp || again.ack_id != packet.ack_id || again.attachments != packet.attachments) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  socketio::Decoder decoder({});
  while (input.remaining_bytes() > 0) {
    const bool binary = input.ConsumeBool();
    const std::string message = input.ConsumeRandomLengthString();
    switch (binary ? decoder.binary(message) : decoder.text(message)) {
      case socketio::Decoder::Step::kError:
        return 0;
      case socketio::Decoder::Step::kIncomplete:
        break;
      case socketio::Decoder::Step::kPacket:
        check_round_trip(decoder.take());
        break;
    }
  }
  return 0;
}
