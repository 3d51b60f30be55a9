// How often an account may ask: a token bucket for each (as in RFC 2697's committed rate, with questions for
// bytes).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include <base/clock.h>

namespace chat {

// Used on one loop. Accounts that could ask a whole minute's questions again are forgotten, so memory follows
// who asked lately.
class RateLimiter {
 public:
  // `clock` outlives this. `per_minute` 0: no limit. A whole minute's questions may come at once.
  RateLimiter(const base::Clock& clock, std::size_t per_minute) : clock_(&clock), per_minute_(per_minute) {}

  // nullopt: go ahead, one is taken. Otherwise how long to wait for the next.
  [[nodiscard]] std::optional<std::chrono::seconds> take(std::int64_t account_id);

  // What was taken was for nothing.
  void give_back(std::int64_t account_id);

  [[nodiscard]] std::size_t accounts() const { return rested_at_.size(); }

 private:
  [[nodiscard]] base::Duration share() const;
  void forget_rested(base::SteadyTime now);

  const base::Clock* clock_;
  std::size_t per_minute_;
  // When the account will have rested from all it asked: each question moves that on by its share of a
  // minute.
  std::unordered_map<std::int64_t, base::SteadyTime> rested_at_;
  base::SteadyTime next_sweep_{};
};

}  // namespace chat
