// Whether something comes too often: a steady rate, with room for bursts.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <base/clock.h>

namespace net {

struct Rate {
  std::uint32_t per_second = 0;  // in the long run; 0: any number
  std::uint32_t burst = 0;       // at once, after a quiet time; at least one
};

// A value of one time point: a token bucket as the time when it will be full again (the generic cell rate
// algorithm), so that it costs little to keep one for every connection.
class RateMeter {
 public:
  // Counts one event. False: it comes too early, and is not counted.
  [[nodiscard]] bool take(const Rate& rate, base::SteadyTime now) {
    if (rate.per_second == 0) return true;
    const base::Duration price = base::Duration(std::chrono::seconds(1)) / rate.per_second;
    const base::SteadyTime full = std::max(full_, now);
    if (full - now > price * (std::max(rate.burst, 1U) - 1)) return false;
    full_ = full + price;
    return true;
  }

 private:
  base::SteadyTime full_;
};

}  // namespace net
