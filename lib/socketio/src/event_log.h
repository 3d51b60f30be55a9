// The newest events that were sent to one socket, so that a client who lost some gets them again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <base/clock.h>
#include <engineio/frame.h>

namespace socketio {

// Owned by a socket. Events carry offsets that grow from one to the next, not always by one. What is dropped
// is dropped from the old end, and remembered: nobody is given a log with a hole.
class EventLog {
 public:
  // `total_bytes` counts what all logs of a server hold.
  explicit EventLog(std::shared_ptr<std::size_t> total_bytes) : total_bytes_(std::move(total_bytes)) {}
  ~EventLog() { *total_bytes_ -= bytes_; }
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // `frames`: the event with its offset, and its attachments. They should be shared (engineio::Frame::share).
  void append(std::uint64_t offset, std::vector<engineio::Frame> frames, base::SteadyTime now);
  void drop_older_than(base::SteadyTime time);
  void drop_oldest();

  // What came after `offset`, in order; 0 is the start. nullopt: some of it has been dropped.
  [[nodiscard]] std::optional<std::vector<engineio::Frame>> after(std::uint64_t offset) const;

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::uint64_t offset;
    base::SteadyTime sent;
    std::size_t bytes;
    std::vector<engineio::Frame> frames;
  };

  std::deque<Entry> entries_;
  std::size_t bytes_ = 0;
  std::uint64_t dropped_through_ = 0;
  std::shared_ptr<std::size_t> total_bytes_;
};

}  // namespace socketio
