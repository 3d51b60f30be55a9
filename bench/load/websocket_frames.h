// RFC 6455 frames: those of a server out of a byte stream that may be cut anywhere, and those of a client.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10,
};

struct Frame {
  Opcode opcode = Opcode::kText;
  bool last = true;  // of its message
  std::string_view payload;
};

enum class FrameState { kFrame, kIncomplete, kInvalid };

// Takes a frame from the front of `bytes`. Invalid: reserved bits, a mask (servers do not mask), or no
// opcode.
[[nodiscard]] FrameState take_frame(std::string_view& bytes, Frame& frame);

// Appends a masked frame, whole message.
void append_frame(std::string& bytes, Opcode opcode, std::string_view payload, std::uint32_t mask);

}  // namespace bench
