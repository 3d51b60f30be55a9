#include "websocket_frame.h"

#include <cstring>

namespace net {

namespace {

constexpr unsigned kFinal = 0x80;
constexpr unsigned kCompressed = 0x40;    // RSV1
constexpr unsigned kReservedBits = 0x30;  // RSV2, RSV3
constexpr unsigned kOpcodeBits = 0x0f;
constexpr unsigned kMasked = 0x80;
constexpr unsigned kLengthBits = 0x7f;
constexpr unsigned kLengthIn16Bits = 126;
constexpr unsigned kLengthIn64Bits = 127;
constexpr std::size_t kMaskBytes = 4;

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

bool is_known(unsigned opcode) {
  return opcode <= static_cast<unsigned>(Opcode::kBinary) ||
         (opcode >= static_cast<unsigned>(Opcode::kClose) && opcode <= static_cast<unsigned>(Opcode::kPong));
}

std::size_t length_bytes(unsigned length) {
  if (length == kLengthIn16Bits) return 2;
  return length == kLengthIn64Bits ? 8 : 0;
}

}  // namespace

bool is_close_code(std::uint16_t code) {
  if (code >= 3000) return code <= 4999;
  // 1004 is reserved; 1005 and 1006 stand for what was never sent. 1012 to 1014 are IANA's.
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

std::string close_payload(CloseCode code) {
  if (code == CloseCode::kNone) return {};
  const auto number = static_cast<unsigned>(code);
  return {static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
}

ServerFrameHead::ServerFrameHead(Opcode opcode, std::size_t payload_bytes, bool compressed) {
  bytes_[0] = static_cast<char>(kFinal | (compressed ? kCompressed : 0) | static_cast<unsigned>(opcode));
  unsigned length = static_cast<unsigned>(payload_bytes);
  if (payload_bytes > 0xffff) {
    length = kLengthIn64Bits;
  } else if (payload_bytes >= kLengthIn16Bits) {
    length = kLengthIn16Bits;
  }
  bytes_[1] = static_cast<char>(length);
  for (std::size_t left = length_bytes(length); left > 0; --left)
    bytes_[size_++] = static_cast<char>(payload_bytes >> (8 * (left - 1)) & 0xff);
}

std::size_t ClientFrameHead::size_of(std::string_view begin) {
  return kMinBytes + length_bytes(byte_at(begin, 1) & kLengthBits) + kMaskBytes;
}

std::string_view ClientFrameHead::fault_in(std::string_view begin) {
  const unsigned first = byte_at(begin, 0);
  const unsigned second = byte_at(begin, 1);
  const unsigned opcode = first & kOpcodeBits;
  if ((first & kReservedBits) != 0) return "a reserved bit is set";
  if (!is_known(opcode)) return "an opcode is unknown";
  if ((second & kMasked) == 0) return "a frame is not masked";
  if (!is_control(Opcode{static_cast<std::uint8_t>(opcode)})) return {};
  if ((first & kFinal) == 0) return "a control frame is fragmented";
  if ((first & kCompressed) != 0) return "a control frame is compressed";
  if ((second & kLengthBits) > kMaxControlPayloadBytes) return "a control frame is too long";
  return {};
}

std::optional<ClientFrameHead> ClientFrameHead::parse(std::string_view bytes) {
  const unsigned first = byte_at(bytes, 0);
  const unsigned length = byte_at(bytes, 1) & kLengthBits;
  ClientFrameHead head;
  head.opcode = Opcode{static_cast<std::uint8_t>(first & kOpcodeBits)};
  head.final = (first & kFinal) != 0;
  head.compressed = (first & kCompressed) != 0;
  head.payload_bytes = length;
  if (length == kLengthIn16Bits) {
    head.payload_bytes = big_endian(bytes.substr(kMinBytes, 2));
    if (head.payload_bytes < kLengthIn16Bits) return std::nullopt;
  } else if (length == kLengthIn64Bits) {
    head.payload_bytes = big_endian(bytes.substr(kMinBytes, 8));
    if (head.payload_bytes <= 0xffff || head.payload_bytes >> 63 != 0) return std::nullopt;
  }
  std::memcpy(head.mask.data(), bytes.data() + bytes.size() - kMaskBytes, kMaskBytes);
  return head;
}

void unmask(std::span<char> payload, const std::array<unsigned char, 4>& mask, std::uint64_t offset) {
  // Turned so that it begins with the byte that is due, and doubled to take eight bytes at a time.
  std::array<unsigned char, 8> turned;
  for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = mask[(offset + i) % mask.size()];
  std::uint64_t key = 0;
  std::memcpy(&key, turned.data(), sizeof key);
  char* at = payload.data();
  std::size_t left = payload.size();
  for (; left >= sizeof key; left -= sizeof key, at += sizeof key) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    word ^= key;
    std::memcpy(at, &word, sizeof word);
  }
  for (std::size_t i = 0; i < left; ++i) at[i] = static_cast<char>(at[i] ^ turned[i]);
}

}  // namespace net
