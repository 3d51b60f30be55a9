// When a question that the model refused for now is asked again, and when it is given up.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

#include <base/clock.h>

#include <tutor/model.h>

namespace tutor {

struct RetryOptions {
  std::size_t retries = 3;                       // after the first try
  std::chrono::milliseconds first_backoff{500};  // doubled by each further try
  std::chrono::milliseconds longest_backoff{8'000};
};

// The tries of one question. Pure: it is told of failures and says how long to wait.
class RetryPolicy {
 public:
  // Uniform in [0, 1).
  using Random = std::function<double()>;

  // `patience`: from `started` until the last try begins; what the reader waits for in vain at most, before
  // that try.
  RetryPolicy(RetryOptions options, std::chrono::milliseconds patience, base::SteadyTime started)
      : options_(options), last_start_(started + patience) {}

  // How long to wait before the next try; nullopt: the failure stands. The backoff is exponential with full
  // jitter (a random part of it), so that those refused together do not come back together; a Retry-After is
  // waited for first.
  [[nodiscard]] std::optional<std::chrono::milliseconds> wait_after(const ModelFailure& failure,
                                                                    bool text_shown, base::SteadyTime now,
                                                                    const Random& random);

 private:
  [[nodiscard]] std::chrono::milliseconds backoff() const;

  RetryOptions options_;
  base::SteadyTime last_start_;
  std::size_t retried_ = 0;
};

}  // namespace tutor
