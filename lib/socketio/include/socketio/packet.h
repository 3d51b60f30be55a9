// Socket.IO packets (protocol 5, section "Packet encoding").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace socketio {

// The value is the digit on the wire.
enum class PacketType : char {
  kConnect = '0',
  kDisconnect = '1',
  kEvent = '2',
  kAck = '3',
  kConnectError = '4',
  kBinaryEvent = '5',
  kBinaryAck = '6',
};

// As it was received, with all its attachments. Types 5 and 6 have become 2 and 3.
struct Packet {
  PacketType type = PacketType::kEvent;
  std::string nsp = "/";
  std::optional<std::uint64_t> ack_id;
  std::optional<boost::json::value> data;  // an array for events and acks, an object for CONNECT
  std::vector<std::string> attachments;
  bool had_lone_surrogate = false;  // see Event
};

// Names that an event cannot have: both sides use them for themselves.
[[nodiscard]] bool is_reserved_event(std::string_view name);

}  // namespace socketio
