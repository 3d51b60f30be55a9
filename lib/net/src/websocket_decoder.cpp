#include "websocket_decoder.h"

#include <algorithm>
#include <utility>

#include <base/utf.h>

namespace net {

namespace {

// deflate can make a message that does not compress longer by so much (zlib's deflateBound at its worst).
std::size_t most_compressed_bytes(std::size_t bytes) {
  return bytes + bytes / 8 + bytes / 64 + 64;
}

}  // namespace

WebSocketDecoder::WebSocketDecoder(std::size_t max_message_bytes, std::unique_ptr<MessageInflater> inflater)
    : max_message_bytes_(max_message_bytes), inflater_(std::move(inflater)) {}

WebSocketDecoder::Event WebSocketDecoder::next(std::span<char>& bytes) {
  if (failure_ != Event::kNeedMore) return failure_;
  forget_delivered();
  while (in_frame_ || take_head(bytes)) {
    const std::uint64_t left = frame_.payload_bytes - taken_;
    const std::span<char> part = bytes.first(std::min<std::uint64_t>(bytes.size(), left));
    bytes = bytes.subspan(part.size());
    unmask(part, frame_.mask, taken_);
    taken_ += part.size();
    in_frame_ = part.size() < left;
    std::string_view payload(part.data(), part.size());
    if (in_frame_ || !frame_.final || has_begun()) payload = begun().append(payload);
    if (in_frame_) return Event::kNeedMore;
    if (is_control(frame_.opcode)) return finish_control(payload);
    in_message_ = !frame_.final;
    if (frame_.final) return finish_message(payload);
  }
  return failure_;
}

bool WebSocketDecoder::take_head(std::span<char>& bytes) {
  const std::string_view cut = unfinished_ ? std::string_view(unfinished_->head) : std::string_view();
  // Together with what came of it before, if something did.
  std::array<char, ClientFrameHead::kMaxBytes> joined;
  std::ranges::copy(cut, joined.begin());
  const std::size_t fresh = std::min(bytes.size(), joined.size() - cut.size());
  std::copy_n(bytes.begin(), fresh, joined.begin() + static_cast<std::ptrdiff_t>(cut.size()));
  const std::string_view begin(joined.data(), cut.size() + fresh);
  std::size_t size = ClientFrameHead::kMinBytes;
  if (begin.size() >= size) {
    if (const auto fault = ClientFrameHead::fault_in(begin); !fault.empty()) {
      fail(CloseCode::kProtocolError, fault);
      return false;
    }
    size = ClientFrameHead::size_of(begin);
  }
  if (begin.size() < size) {
    if (fresh > 0) unfinished().head = begin;
    bytes = bytes.subspan(fresh);
    return false;
  }
  bytes = bytes.subspan(size - cut.size());
  if (unfinished_) unfinished_->head.clear();
  return begin_frame(begin.substr(0, size));
}

bool WebSocketDecoder::begin_frame(std::string_view head) {
  const auto frame = ClientFrameHead::parse(head);
  if (!frame) {
    fail(CloseCode::kProtocolError, "a length is malformed");
    return false;
  }
  frame_ = *frame;
  taken_ = 0;
  in_frame_ = true;
  return is_control(frame_.opcode) || begin_data();
}

bool WebSocketDecoder::begin_data() {
  const bool continues = frame_.opcode == Opcode::kContinuation;
  std::string_view fault;
  if (continues && !in_message_) fault = "a message begins with a continuation";
  if (!continues && in_message_) fault = "a message begins inside another";
  if (frame_.compressed && (continues || !inflater_)) fault = "a reserved bit is set";
  if (!fault.empty()) {
    fail(CloseCode::kProtocolError, fault);
    return false;
  }
  if (!continues) {
    binary_ = frame_.opcode == Opcode::kBinary;
    compressed_ = frame_.compressed;
  }
  const std::size_t limit = compressed_ ? most_compressed_bytes(max_message_bytes_) : max_message_bytes_;
  const std::size_t before = has_begun() ? begun().size() : 0;
  if (frame_.payload_bytes <= limit - before) return true;
  failure_ = Event::kTooBig;
  close_code_ = CloseCode::kTooBig;
  return false;
}

WebSocketDecoder::Event WebSocketDecoder::finish_message(std::string_view payload) {
  payload_ = payload;
  if (compressed_) {
    const auto inflated = inflater_->inflate(payload, max_message_bytes_);
    if (!inflated && inflated.error() == MessageInflater::Failure::kTooBig) {
      close_code_ = CloseCode::kTooBig;
      return failure_ = Event::kTooBig;
    }
    if (!inflated) return fail(CloseCode::kBadPayload, "a message cannot be decompressed");
    payload_ = *inflated;
  }
  // RFC 6455, section 8.1.
  if (!binary_ && !base::is_utf8(payload_)) return fail(CloseCode::kBadPayload, "text is not UTF-8");
  return Event::kMessage;
}

WebSocketDecoder::Event WebSocketDecoder::finish_control(std::string_view payload) {
  payload_ = payload;
  if (frame_.opcode == Opcode::kPing) return Event::kPing;
  if (frame_.opcode == Opcode::kPong) return Event::kPong;
  return finish_close(payload);
}

// RFC 6455, section 5.5.1.
WebSocketDecoder::Event WebSocketDecoder::finish_close(std::string_view payload) {
  close_code_ = CloseCode::kNone;
  if (payload.empty()) return Event::kClose;
  if (payload.size() == 1) return fail(CloseCode::kProtocolError, "a close frame has half a code");
  const auto high = static_cast<unsigned char>(payload[0]);
  const auto low = static_cast<unsigned char>(payload[1]);
  const auto code = static_cast<std::uint16_t>(high << 8 | low);
  if (!is_close_code(code)) return fail(CloseCode::kProtocolError, "a close frame has an impossible code");
  payload_ = payload.substr(2);
  if (!base::is_utf8(payload_)) return fail(CloseCode::kBadPayload, "a close frame's reason is not UTF-8");
  close_code_ = CloseCode{code};
  return Event::kClose;
}

WebSocketDecoder::Event WebSocketDecoder::fail(CloseCode code, std::string_view violation) {
  close_code_ = code;
  violation_ = violation;
  return failure_ = Event::kViolation;
}

WebSocketDecoder::Unfinished& WebSocketDecoder::unfinished() {
  if (!unfinished_) unfinished_ = std::make_unique<Unfinished>();
  return *unfinished_;
}

std::string& WebSocketDecoder::begun() {
  return is_control(frame_.opcode) ? unfinished().control : unfinished().message;
}

bool WebSocketDecoder::has_begun() {
  return unfinished_ && !begun().empty();
}

void WebSocketDecoder::forget_delivered() {
  if (inflater_) inflater_->forget();
  if (!unfinished_ || in_frame_) return;
  unfinished_->control.clear();
  if (in_message_) return;
  unfinished_->message.clear();
  if (unfinished_->head.empty()) unfinished_.reset();
}

}  // namespace net
