// When the next token of each paced answer is due: a wheel of ticks, so that a thousand answers cost one
// wake-up a tick and no ordering.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace bench {

// What a wheel links; owned by who waits, who takes it out before it dies.
struct Waiting {
  Waiting* previous = nullptr;
  Waiting* next = nullptr;
  std::uint64_t due_us = 0;
  [[nodiscard]] bool linked() const { return next != nullptr; }
};

// Not thread-safe. Times are those of bench::now_us().
class Pacing {
 public:
  static constexpr std::uint64_t kTickUs = 250;

  explicit Pacing(std::uint64_t now);
  Pacing(const Pacing&) = delete;
  Pacing& operator=(const Pacing&) = delete;

  void add(Waiting& waiting, std::uint64_t due_us);
  void remove(Waiting& waiting);
  // When to call take_due() next; nothing while nobody waits. Never before a due time, and at most a tick
  // after.
  [[nodiscard]] std::optional<std::uint64_t> next_us() const;
  // Takes out one that is due at `now`, or returns null.
  [[nodiscard]] Waiting* take_due(std::uint64_t now);

 private:
  static constexpr std::size_t kSlots = 4096;  // about a second; what is due later waits there and goes on

  std::array<Waiting, kSlots> slots_;  // heads of circular lists
  std::uint64_t tick_;                 // the oldest one that may still have somebody
  std::size_t size_ = 0;
};

}  // namespace bench
