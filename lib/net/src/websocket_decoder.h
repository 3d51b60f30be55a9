// Takes the bytes that a WebSocket client sends apart into messages and control frames (RFC 6455).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "message_deflate.h"
#include "websocket_frame.h"

namespace net {

// Owned by one connection. No input or output of its own, and no memory beside the object itself while
// nothing has begun that has not ended. A message that lies whole in the bytes given is unmasked where it
// stands and not copied.
class WebSocketDecoder {
 public:
  enum class Event : std::uint8_t {
    kNeedMore,  // all bytes are consumed
    kMessage,
    kPing,
    kPong,
    kClose,
    kTooBig,     // a message is over the limit; nothing can be read any more
    kViolation,  // RFC 6455 forbids what came; nothing can be read any more
  };

  // `max_message_bytes`: inclusive, for all fragments together; of a compressed message, for what it becomes.
  // `inflater`: if permessage-deflate has been agreed on.
  WebSocketDecoder(std::size_t max_message_bytes, std::unique_ptr<MessageInflater> inflater);

  // Consumes `bytes`, and writes over them, up to the end of the next event.
  [[nodiscard]] Event next(std::span<char>& bytes);

  // Of a message or a control frame; of a close, the reason. Until `next` is called again, and as long as the
  // bytes stay that it was given.
  [[nodiscard]] std::string_view payload() const { return payload_; }
  [[nodiscard]] bool is_binary() const { return binary_; }
  // Of kClose: what the peer sent. Of kTooBig and kViolation: what it should be sent.
  [[nodiscard]] CloseCode close_code() const { return close_code_; }
  // Of kViolation: the end of a sentence, for a log.
  [[nodiscard]] std::string_view violation() const { return violation_; }

 private:
  // What has begun and has not ended.
  struct Unfinished {
    std::string head;     // of a frame, while it is not whole
    std::string control;  // payload of a control frame, while it is not whole
    std::string message;  // the fragments so far
  };

  // Those of bool: whether to go on.
  bool take_head(std::span<char>& bytes);
  bool begin_frame(std::string_view head);
  bool begin_data();
  Event finish_message(std::string_view payload);
  Event finish_control(std::string_view payload);
  Event finish_close(std::string_view payload);
  Event fail(CloseCode code, std::string_view violation);
  Unfinished& unfinished();
  // What is kept of the message, or control frame, that the present frame is part of.
  std::string& begun();
  bool has_begun();
  void forget_delivered();

  const std::size_t max_message_bytes_;
  const std::unique_ptr<MessageInflater> inflater_;
  std::unique_ptr<Unfinished> unfinished_;
  std::string_view payload_;
  std::string_view violation_;
  ClientFrameHead frame_;
  std::uint64_t taken_ = 0;  // of the frame's payload
  CloseCode close_code_ = CloseCode::kNone;
  Event failure_ = Event::kNeedMore;
  bool in_frame_ = false;
  bool in_message_ = false;  // between its first and its last fragment
  bool binary_ = false;
  bool compressed_ = false;
};

}  // namespace net
