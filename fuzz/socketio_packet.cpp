// Messages from a stranger, text and binary, through the decoder; what comes out is encoded and must come out
// again.
//
// The input is lines, a message each; one that begins with '+' is binary.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <socketio/decoder.h>
#include <socketio/encoder.h>

#include "require.h"

namespace {

using Step = socketio::Decoder::Step;
using socketio::PacketType;

// Boost.JSON's parser rounds the last digits of a fraction as it finds fast.
bool same_number(double a, double b) {
  return a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

bool same(const boost::json::value& a, const boost::json::value& b) {
  if (a.is_number() && b.is_number()) return same_number(a.to_number<double>(), b.to_number<double>());
  if (a.is_array() && b.is_array()) return std::ranges::equal(a.get_array(), b.get_array(), same);
  if (a.is_object() && b.is_object()) {
    return std::ranges::equal(a.get_object(), b.get_object(), [](const auto& x, const auto& y) {
      return x.key() == y.key() && same(x.value(), y.value());
    });
  }
  return a == b;
}

// JSON has no infinity, yet a parser may make one of a number that is too large ("1e400").
bool is_finite(const boost::json::value& value) {
  if (const auto* array = value.if_array()) return std::ranges::all_of(*array, is_finite);
  if (const auto* object = value.if_object()) {
    return std::ranges::all_of(*object, [](const auto& member) { return is_finite(member.value()); });
  }
  return !value.is_double() || std::isfinite(value.get_double());
}

// What this library would send to say the same; nullopt for what only clients send.
std::optional<std::string> encode(const socketio::Packet& packet) {
  if (packet.type == PacketType::kDisconnect && !packet.ack_id) {
    return socketio::encode_disconnect(packet.nsp);
  }
  if (!packet.data || !packet.data->is_array() || !is_finite(*packet.data)) return std::nullopt;
  boost::json::array args = packet.data->get_array();
  const std::size_t attachments = packet.attachments.size();
  if (packet.type == PacketType::kAck) {
    if (!packet.ack_id) return std::nullopt;
    return socketio::encode_ack(packet.nsp, *packet.ack_id, args, attachments);
  }
  if (!args.front().is_string()) return std::nullopt;
  const std::string name(args.front().get_string());
  require(!socketio::is_reserved_event(name));
  args.erase(args.begin());
  return socketio::encode_event(packet.nsp, name, args, attachments, packet.ack_id);
}

void check_round_trip(const socketio::Packet& packet) {
  const auto text = encode(packet);
  if (!text) return;
  socketio::Decoder decoder({});
  Step step = decoder.text(std::string_view(*text).substr(1));  // without Engine.IO's type
  for (const std::string& bytes : packet.attachments) {
    require(step == Step::kIncomplete);
    step = decoder.binary(bytes);
  }
  require(step == Step::kPacket);
  const socketio::Packet again = decoder.take();
  require(again.type == packet.type && again.nsp == packet.nsp && again.ack_id == packet.ack_id);
  require(again.attachments == packet.attachments && !again.had_lone_surrogate);
  require(again.data.has_value() == packet.data.has_value());
  require(!again.data || same(*again.data, *packet.data));
}

// An event that a client may miss and be sent again has one more argument.
void check_offset(const socketio::Packet& packet) {
  if (packet.type != PacketType::kEvent || packet.ack_id || !packet.attachments.empty()) return;
  const auto text = encode(packet);
  if (!text) return;
  const std::string numbered = socketio::with_offset(*text, 7);
  socketio::Decoder decoder({});
  require(decoder.text(std::string_view(numbered).substr(1)) == Step::kPacket);
  const socketio::Packet again = decoder.take();
  const auto& args = again.data->get_array();
  require(args.size() == packet.data->get_array().size() + 1 && args.back() == "7");
  require(same(args.front(), packet.data->get_array().front()));
}

void check_promises(const socketio::Packet& packet) {
  require(packet.type == PacketType::kConnect || packet.type == PacketType::kDisconnect ||
          packet.type == PacketType::kEvent || packet.type == PacketType::kAck);
  require(packet.nsp.starts_with('/') && packet.nsp.find(',') == std::string::npos);
  require(packet.attachments.size() <= socketio::DecoderLimits().max_attachments);
  if (!packet.data) return;
  require(packet.type == PacketType::kConnect ? packet.data->is_object() : packet.data->is_array());
  require(packet.type != PacketType::kEvent || !packet.data->get_array().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  socketio::Decoder decoder({});
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view message = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool binary = message.starts_with('+');
    const Step step = binary ? decoder.binary(message.substr(1)) : decoder.text(message);
    if (step == Step::kError) return 0;
    if (step == Step::kIncomplete) continue;
    const socketio::Packet packet = decoder.take();
    check_promises(packet);
    check_round_trip(packet);
    check_offset(packet);
  }
  return 0;
}
