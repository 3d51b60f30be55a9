// The frames of RFC 6455, section 5: their heads, as values and as bytes, and the codes of a close.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace net {

// Section 5.2; further values are reserved.
enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10,
};

[[nodiscard]] constexpr bool is_control(Opcode opcode) {
  return opcode >= Opcode::kClose;
}

inline constexpr std::size_t kMaxControlPayloadBytes = 125;  // section 5.5

// Section 7.4.1: those that a server needs. Others come from clients and from applications.
enum class CloseCode : std::uint16_t {
  kNone = 0,  // a close frame without a code
  kNormal = 1000,
  kProtocolError = 1002,
  kBadPayload = 1007,
  kTooBig = 1009,
};

// Whether a close frame may carry it (section 7.4): defined or registered, or of the ranges for others.
[[nodiscard]] bool is_close_code(std::uint16_t code);

// The payload of a close frame, without a reason.
[[nodiscard]] std::string close_payload(CloseCode code);

// The head of a frame as a server sends it: final and without a mask.
class ServerFrameHead {
 public:
  static constexpr std::size_t kMaxBytes = 10;

  // None: no bytes.
  ServerFrameHead() : size_(0) {}
  // `compressed`: by permessage-deflate (RFC 7692, section 6).
  ServerFrameHead(Opcode opcode, std::size_t payload_bytes, bool compressed);

  [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, kMaxBytes> bytes_;
  std::uint8_t size_ = 2;
};

// The head of a frame as it comes from a client.
struct ClientFrameHead {
  static constexpr std::size_t kMinBytes = 2;  // from as many, `size_of` and `fault_in` tell
  static constexpr std::size_t kMaxBytes = 14;

  Opcode opcode = Opcode::kContinuation;
  bool final = false;
  bool compressed = false;  // RSV1: the message that begins here is (RFC 7692, section 6)
  std::array<unsigned char, 4> mask{};
  std::uint64_t payload_bytes = 0;

  [[nodiscard]] static std::size_t size_of(std::string_view begin);
  // What is wrong already with the first two bytes, by themselves; empty: nothing.
  [[nodiscard]] static std::string_view fault_in(std::string_view begin);
  // Of `size_of` bytes without such a fault. nullopt: the length is written in more bytes than it needs, or
  // its highest bit is set.
  [[nodiscard]] static std::optional<ClientFrameHead> parse(std::string_view bytes);
};

// Takes the mask off (section 5.3). `offset`: how many bytes of the frame's payload came before these.
void unmask(std::span<char> payload, const std::array<unsigned char, 4>& mask, std::uint64_t offset);

}  // namespace net
