#include "event_log.h"

#include <algorithm>
#include <utility>

namespace socketio {
namespace {

// What an entry costs beside its bytes, so that many small events are bounded too.
constexpr std::size_t kEntryOverhead = 128;

std::size_t size_of(const std::vector<engineio::Frame>& frames) {
  std::size_t bytes = kEntryOverhead;
  for (const engineio::Frame& frame : frames) bytes += frame.size();
  return bytes;
}

}  // namespace

void EventLog::append(std::uint64_t offset, std::vector<engineio::Frame> frames, base::SteadyTime now) {
  const std::size_t bytes = size_of(frames);
  entries_.push_back({offset, now, bytes, std::move(frames)});
  bytes_ += bytes;
  *total_bytes_ += bytes;
}

void EventLog::drop_older_than(base::SteadyTime time) {
  while (!entries_.empty() && entries_.front().sent < time) drop_oldest();
}

void EventLog::drop_oldest() {
  const Entry& oldest = entries_.front();
  dropped_through_ = oldest.offset;
  bytes_ -= oldest.bytes;
  *total_bytes_ -= oldest.bytes;
  entries_.pop_front();
}

std::optional<std::vector<engineio::Frame>> EventLog::after(std::uint64_t offset) const {
  if (offset < dropped_through_) return std::nullopt;
  std::vector<engineio::Frame> missed;
  const auto first = std::ranges::upper_bound(entries_, offset, {}, &Entry::offset);
  for (auto entry = first; entry != entries_.end(); ++entry) {
    missed.insert(missed.end(), entry->frames.begin(), entry->frames.end());
  }
  return missed;
}

}  // namespace socketio
