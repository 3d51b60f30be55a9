// Several packets in one HTTP body (Engine.IO protocol 4, section "HTTP long-polling"): joined by 0x1E,
// binary messages as 'b' and base64.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <engineio/frame.h>
#include <engineio/packet.h>

namespace engineio {

inline constexpr char kRecordSeparator = '\x1e';

[[nodiscard]] std::string encode_payload(std::span<const Frame> frames);

// Takes a body apart, one packet at a time, so that what precedes a malformed packet is handled first.
class PayloadReader {
 public:
  enum class Step : std::uint8_t { kPacket, kEnd, kMalformed };

  // `body` outlives the reader.
  explicit PayloadReader(std::string_view body) : rest_(body) {}

  // kPacket: `packet` is valid until the next call. After kEnd or kMalformed there is nothing more. An empty
  // body is one empty, hence malformed, packet.
  [[nodiscard]] Step next(Packet& packet);

 private:
  std::string_view rest_;
  std::string decoded_;
  bool ended_ = false;
};

}  // namespace engineio
