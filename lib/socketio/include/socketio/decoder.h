// Turns a session's messages into Socket.IO packets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <socketio/packet.h>

namespace socketio {

struct DecoderLimits {
  std::size_t max_attachments = 10;
  std::size_t max_json_depth = 32;  // levels of arrays and objects
};

// A value inside a connection: a packet with attachments comes as several messages. What no client may send
// is refused here; what a client may not send now is the connection's to judge.
class Decoder {
 public:
  enum class Step : std::uint8_t {
    kPacket,      // `take` has it
    kIncomplete,  // attachments are to come
    kError,       // not Socket.IO; the decoder is of no further use
  };

  explicit Decoder(DecoderLimits limits) : limits_(limits) {}

  [[nodiscard]] Step text(std::string_view message);
  [[nodiscard]] Step binary(std::string_view message);

  // The packet, after kPacket.
  [[nodiscard]] Packet take();

 private:
  [[nodiscard]] bool read_head(std::string_view& rest);
  [[nodiscard]] bool read_data(std::string_view json);

  DecoderLimits limits_;
  Packet packet_;
  std::size_t missing_ = 0;  // attachments
};

}  // namespace socketio
