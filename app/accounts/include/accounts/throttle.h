// Counts attempts by a key (an account, an address) within a sliding window. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <base/clock.h>

namespace accounts {

struct ThrottleOptions {
  std::size_t attempts = 10;         // allowed within the window
  std::chrono::seconds window{300};  // from the first of them
  std::size_t most_keys = 100'000;   // remembered at once; the one that was quiet longest is forgotten
};

// Owned by Accounts; used on one loop. Memory: at most `most_keys` keys of `attempts` times each.
class Throttle {
 public:
  // The clock outlives it.
  Throttle(ThrottleOptions options, const base::Clock& clock) : options_(options), clock_(clock) {}

  // How long `key` has to wait for its next attempt, rounded up; nullopt when it may try now.
  [[nodiscard]] std::optional<std::chrono::seconds> wait(std::string_view key);
  // Counts an attempt.
  void count(std::string_view key);
  // Takes back the newest attempt of `key`: it was counted before its outcome was known, and went well.
  void forgive(std::string_view key);
  // Forgets what `key` has done.
  void forget(std::string_view key);

  [[nodiscard]] std::size_t keys() const { return by_key_.size(); }

 private:
  struct Record {
    std::string key;
    std::deque<base::SteadyTime> attempts;  // oldest first, none older than the window; never empty
  };
  using Records = std::list<Record>;

  void drop_old();
  void drop(Records::iterator record);

  ThrottleOptions options_;
  const base::Clock& clock_;
  Records records_;                                                 // the one that was quiet longest first
  std::unordered_map<std::string_view, Records::iterator> by_key_;  // views of the records' keys
};

}  // namespace accounts
