#include <utility>

#include <socketio/decoder.h>

#include "surrogates.h"

namespace socketio {
namespace {

constexpr std::size_t kMostAckDigits = 15;  // below 2^53, as JavaScript counts exactly

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes the digits at the start of `text`; nullopt when there are none, or more than `most`.
std::optional<std::uint64_t> take_number(std::string_view& text, std::size_t most) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || digits > most) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text.substr(0, digits)) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  text.remove_prefix(digits);
  return number;
}

// Whether every placeholder names one of `count` attachments.
bool placeholders_fit(const boost::json::value& value, std::size_t count) {
  if (const auto* array = value.if_array()) {
    for (const auto& element : *array) {
      if (!placeholders_fit(element, count)) return false;
    }
  } else if (const auto* object = value.if_object()) {
    if (const auto* marker = object->if_contains("_placeholder"); marker && *marker == true) {
      const auto* number = object->if_contains("num");
      const auto* index = number ? number->if_int64() : nullptr;
      return index != nullptr && *index >= 0 && static_cast<std::uint64_t>(*index) < count;
    }
    for (const auto& [key, member] : *object) {
      if (!placeholders_fit(member, count)) return false;
    }
  }
  return true;
}

bool is_event_array(const boost::json::value& data) {
  const auto* array = data.if_array();
  if (array == nullptr || array->empty()) return false;
  const boost::json::value& name = array->front();
  return name.is_number() || (name.is_string() && !is_reserved_event(name.get_string()));
}

// The payload that each type may have (protocol 5, "Packet encoding").
bool data_fits(PacketType type, const boost::json::value& data) {
  switch (type) {
    case PacketType::kConnect:
      return data.is_object();
    case PacketType::kEvent:
    case PacketType::kBinaryEvent:
      return is_event_array(data);
    case PacketType::kAck:
    case PacketType::kBinaryAck:
      return data.is_array();
    case PacketType::kDisconnect:
    case PacketType::kConnectError:
      return false;
  }
  return false;
}

bool is_binary(PacketType type) {
  return type == PacketType::kBinaryEvent || type == PacketType::kBinaryAck;
}

}  // namespace

Decoder::Step Decoder::text(std::string_view message) {
  if (missing_ > 0) return Step::kError;
  packet_ = Packet();
  if (!read_head(message) || !read_data(message)) return Step::kError;
  if (packet_.type == PacketType::kBinaryEvent) packet_.type = PacketType::kEvent;
  if (packet_.type == PacketType::kBinaryAck) packet_.type = PacketType::kAck;
  return missing_ > 0 ? Step::kIncomplete : Step::kPacket;
}

Decoder::Step Decoder::binary(std::string_view message) {
  if (missing_ == 0) return Step::kError;
  packet_.attachments.emplace_back(message);
  return --missing_ > 0 ? Step::kIncomplete : Step::kPacket;
}

Packet Decoder::take() {
  return std::exchange(packet_, Packet());
}

bool Decoder::read_head(std::string_view& rest) {
  // CONNECT_ERROR comes from servers only.
  if (rest.empty() || rest[0] < '0' || rest[0] > '6' || rest[0] == '4') return false;
  packet_.type = static_cast<PacketType>(rest[0]);
  rest.remove_prefix(1);
  if (is_binary(packet_.type)) {
    const auto count = take_number(rest, 9);
    if (!count || *count == 0 || *count > limits_.max_attachments || !rest.starts_with('-')) return false;
    missing_ = *count;
    rest.remove_prefix(1);
  }
  if (rest.starts_with('/')) {
    const std::size_t end = rest.find(',');
    packet_.nsp = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (!rest.empty() && is_digit(rest[0])) {
    packet_.ack_id = take_number(rest, kMostAckDigits);
    if (!packet_.ack_id) return false;
  }
  return true;
}

bool Decoder::read_data(std::string_view json) {
  if (json.empty()) return !is_binary(packet_.type);
  boost::json::parse_options options;
  options.max_depth = limits_.max_json_depth;
  boost::json::error_code error;
  boost::json::value data = boost::json::parse(json, error, {}, options);
  if (error) {
    const auto replaced = replace_lone_surrogates(json);
    if (!replaced) return false;
    data = boost::json::parse(*replaced, error, {}, options);
    if (error) return false;
    packet_.had_lone_surrogate = true;
  }
  if (!data_fits(packet_.type, data)) return false;
  if (missing_ > 0 && !placeholders_fit(data, missing_)) return false;
  packet_.data = std::move(data);
  return true;
}

}  // namespace socketio
