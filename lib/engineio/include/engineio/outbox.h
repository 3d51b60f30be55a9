// What waits to be sent on a session, in order.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <engineio/frame.h>

namespace engineio {

// A value inside the session's rules.
class Outbox {
 public:
  void push(Frame frame) {
    bytes_ += frame.size();
    frames_.push_back(std::move(frame));
  }
  void push_batch(std::vector<Frame> frames) {
    for (Frame& frame : frames) {
      batch_bytes_ += frame.size();
      push(std::move(frame));
    }
  }
  // For pings, which must not wait behind data.
  void push_front(Frame frame) {
    bytes_ += frame.size();
    frames_.insert(frames_.begin(), std::move(frame));
  }
  [[nodiscard]] std::vector<Frame> take() {
    bytes_ = 0;
    batch_bytes_ = 0;
    return std::exchange(frames_, {});
  }
  void clear() { take().clear(); }

  [[nodiscard]] bool empty() const { return frames_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  // Of these, what came in batches.
  [[nodiscard]] std::size_t batch_bytes() const { return batch_bytes_; }

 private:
  std::vector<Frame> frames_;
  std::size_t bytes_ = 0;
  std::size_t batch_bytes_ = 0;
};

}  // namespace engineio
