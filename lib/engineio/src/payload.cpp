#include <utility>

#include <base/encodings.h>
#include <engineio/payload.h>

namespace engineio {

std::string encode_payload(std::span<const Frame> frames) {
  std::size_t size = frames.size();
  for (const Frame& frame : frames) {
    size += frame.is_binary() ? (frame.size() + 2) / 3 * 4 + 1 : frame.size();
  }
  std::string body;
  body.reserve(size);
  for (const Frame& frame : frames) {
    if (!body.empty()) body.push_back(kRecordSeparator);
    if (frame.is_binary()) {
      body.push_back('b');
      body += base::base64_encode(frame.bytes());
    } else {
      body += frame.bytes();
    }
  }
  return body;
}

PayloadReader::Step PayloadReader::next(Packet& packet) {
  if (ended_) return Step::kEnd;
  const std::size_t end = rest_.find(kRecordSeparator);
  const std::string_view text = rest_.substr(0, end);
  ended_ = end == std::string_view::npos;
  if (!ended_) rest_.remove_prefix(end + 1);

  if (text.starts_with('b')) {
    if (auto bytes = base::base64_decode(text.substr(1))) {
      decoded_ = std::move(*bytes);
      packet = {PacketType::kMessage, decoded_, true};
      return Step::kPacket;
    }
  } else if (const auto decoded = decode_text_packet(text)) {
    packet = *decoded;
    return Step::kPacket;
  }
  ended_ = true;
  return Step::kMalformed;
}

}  // namespace engineio
