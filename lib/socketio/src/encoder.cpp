#include <algorithm>

#include <socketio/encoder.h>
#include <socketio/packet.h>

namespace socketio {
namespace {

constexpr char kMessage = '4';  // Engine.IO's type

void append_json(std::string& out, const boost::json::value& value) {
  boost::json::serializer serializer;
  serializer.reset(&value);
  char buffer[2048];
  while (!serializer.done()) out.append(serializer.read(buffer, sizeof buffer));
}

void append_string(std::string& out, std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '"' &&
           c != '\\';
  });
  if (plain) {
    out.append("\"").append(text).append("\"");
  } else {
    append_json(out, boost::json::value(boost::json::string(text)));
  }
}

void append_elements(std::string& out, const boost::json::array& values, bool first) {
  for (const auto& value : values) {
    if (!first) out.push_back(',');
    first = false;
    append_json(out, value);
  }
}

// Everything before the JSON; `size_hint` is room for the rest.
std::string head(PacketType type, std::string_view nsp, std::size_t attachments,
                 std::optional<std::uint64_t> ack_id, std::size_t size_hint) {
  std::string out;
  out.reserve(size_hint + nsp.size() + 32);
  out.push_back(kMessage);
  out.push_back(static_cast<char>(type));
  if (attachments > 0) out.append(std::to_string(attachments)).push_back('-');
  if (nsp != "/") out.append(nsp).push_back(',');
  if (ack_id) out.append(std::to_string(*ack_id));
  return out;
}

}  // namespace

std::string encode_event(std::string_view nsp, std::string_view event, const boost::json::array& args,
                         std::size_t attachments, std::optional<std::uint64_t> ack_id) {
  const PacketType type = attachments > 0 ? PacketType::kBinaryEvent : PacketType::kEvent;
  std::string out = head(type, nsp, attachments, ack_id, event.size() + 64);
  out.push_back('[');
  append_string(out, event);
  append_elements(out, args, false);
  out.push_back(']');
  return out;
}

std::string encode_event_json(std::string_view nsp, std::string_view event, std::string_view json) {
  if (json.empty()) return encode_event(nsp, event, {}, 0, std::nullopt);
  std::string out = begin_event(nsp, event, json.size());
  out.append(json).push_back(']');
  return out;
}

std::string begin_event(std::string_view nsp, std::string_view event, std::size_t size_hint) {
  std::string out = head(PacketType::kEvent, nsp, 0, std::nullopt, event.size() + size_hint);
  out.push_back('[');
  append_string(out, event);
  out.push_back(',');
  return out;
}

std::string encode_ack(std::string_view nsp, std::uint64_t ack_id, const boost::json::array& args,
                       std::size_t attachments) {
  const PacketType type = attachments > 0 ? PacketType::kBinaryAck : PacketType::kAck;
  std::string out = head(type, nsp, attachments, ack_id, 64);
  out.push_back('[');
  append_elements(out, args, true);
  out.push_back(']');
  return out;
}

std::string with_offset(std::string_view event, std::uint64_t offset) {
  std::string out(event.substr(0, event.size() - 1));  // without the array's end
  return out.append(",\"").append(std::to_string(offset)).append("\"]");
}

std::string encode_connect(std::string_view nsp, std::string_view sid, std::string_view pid) {
  std::string out = head(PacketType::kConnect, nsp, 0, std::nullopt, sid.size() + pid.size() + 16);
  out.append(R"({"sid":")").append(sid);
  if (!pid.empty()) out.append(R"(","pid":")").append(pid);
  return out.append(R"("})");
}

std::string encode_connect_error(std::string_view nsp, std::string_view message,
                                 const boost::json::value& data) {
  std::string out = head(PacketType::kConnectError, nsp, 0, std::nullopt, message.size() + 64);
  out.append(R"({"message":)");
  append_string(out, message);
  if (!data.is_null()) {
    out.append(R"(,"data":)");
    append_json(out, data);
  }
  return out.append("}");
}

std::string encode_disconnect(std::string_view nsp) {
  return head(PacketType::kDisconnect, nsp, 0, std::nullopt, 0);
}

}  // namespace socketio
