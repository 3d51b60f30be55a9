#include "frame_queue.h"

#include <algorithm>

namespace net {

namespace asio = boost::asio;

void FrameQueue::push_pong(std::string payload) {
  const auto untouched = frames_.begin() + static_cast<std::ptrdiff_t>(next_ + (offset_ > 0 ? 1 : 0));
  const auto waiting = std::find_if(untouched, frames_.end(),
                                    [](const Frame& frame) { return frame.opcode == Opcode::kPong; });
  if (waiting != frames_.end()) frames_.erase(waiting);
  push(Opcode::kPong, std::move(payload));
}

std::span<const asio::const_buffer> FrameQueue::gather(
    std::span<asio::const_buffer, kMostBuffers> room) const {
  std::size_t count = 0;
  std::size_t skip = offset_;
  const auto add = [&](std::string_view bytes) {
    const std::size_t skipped = std::min(skip, bytes.size());
    skip -= skipped;
    if (skipped < bytes.size()) room[count++] = asio::buffer(bytes.substr(skipped));
  };
  for (std::size_t i = next_; i < frames_.size() && count + 2 <= room.size(); ++i) {
    add(frames_[i].head.bytes());
    add(frames_[i].payload.view());
  }
  return room.first(count);
}

void FrameQueue::consume(std::size_t bytes) {
  offset_ += bytes;
  while (next_ < frames_.size() && offset_ >= frames_[next_].size()) {
    offset_ -= frames_[next_].size();
    frames_[next_].payload = {};  // others may be waiting long behind it
    ++next_;
  }
  if (!empty()) return;
  // The room stays for the next ones.
  frames_.clear();
  next_ = 0;
}

}  // namespace net
