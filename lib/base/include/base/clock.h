// Time as the rest of the code sees it, so that a test can hold it still.
#pragma once

#include <chrono>

namespace base {

using SteadyTime = std::chrono::steady_clock::time_point;
using SystemTime = std::chrono::system_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

// Both functions may be called from any thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  // For intervals; never goes back.
  [[nodiscard]] virtual SteadyTime now() const { return std::chrono::steady_clock::now(); }
  // For what is stored or shown; may jump.
  [[nodiscard]] virtual SystemTime system_now() const { return std::chrono::system_clock::now(); }
};

// A clock that stands still until it is moved. Not for use from several threads.
class FakeClock final : public Clock {
 public:
  [[nodiscard]] SteadyTime now() const override { return steady_; }
  [[nodiscard]] SystemTime system_now() const override { return system_; }

  void advance(Duration by) {
    steady_ += by;
    system_ += std::chrono::duration_cast<SystemTime::duration>(by);
  }

 private:
  SteadyTime steady_{std::chrono::hours(1)};
  SystemTime system_{std::chrono::hours(24 * 365 * 50)};
};

// Whole milliseconds since 1970, as the database stores times.
[[nodiscard]] inline long long unix_milliseconds(SystemTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace base
