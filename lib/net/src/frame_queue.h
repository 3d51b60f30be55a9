// The WebSocket frames that are on their way out of a server, and the answer before them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/buffer.hpp>

#include <net/shared_bytes.h>

#include "websocket_frame.h"

namespace net {

// Owned by one connection while its socket cannot take more, or shared by those of a loop to send at once.
// The bytes leave in the order of the frames, as few or as many at a time as the socket takes.
class FrameQueue {
 public:
  static constexpr std::size_t kMostBuffers = 64;

  void push(Opcode opcode, SharedBytes payload, bool compressed = false) {
    frames_.push_back(
        {ServerFrameHead(opcode, payload.view().size(), compressed), std::move(payload), opcode});
  }
  // Bytes that are no frame: those before the first one.
  void push_answer(std::string head) { frames_.push_back({{}, std::move(head), Opcode::kContinuation}); }
  // Pongs that have not left yet are overtaken by this one (RFC 6455, section 5.5.3), so that a client cannot
  // make them pile up.
  void push_pong(std::string payload);

  [[nodiscard]] bool empty() const { return next_ == frames_.size(); }

  // The first bytes that have not been sent, for one system call.
  [[nodiscard]] std::span<const boost::asio::const_buffer> gather(
      std::span<boost::asio::const_buffer, kMostBuffers> room) const;
  // So many of these have been sent.
  void consume(std::size_t bytes);

 private:
  struct Frame {
    ServerFrameHead head;
    SharedBytes payload;
    Opcode opcode;

    [[nodiscard]] std::size_t size() const { return head.bytes().size() + payload.view().size(); }
  };

  std::vector<Frame> frames_;
  std::size_t next_ = 0;    // in frames_
  std::size_t offset_ = 0;  // in the bytes of that frame
};

}  // namespace net
