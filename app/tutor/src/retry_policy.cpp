#include <algorithm>

#include <tutor/retry_policy.h>

namespace tutor {

using std::chrono::milliseconds;

milliseconds RetryPolicy::backoff() const {
  milliseconds backoff = std::min(options_.first_backoff, options_.longest_backoff);
  for (std::size_t count = 0; count < retried_ && backoff < options_.longest_backoff; ++count) {
    backoff = std::min(backoff * 2, options_.longest_backoff);
  }
  return backoff;
}

std::optional<milliseconds> RetryPolicy::wait_after(const ModelFailure& failure, bool text_shown,
                                                    base::SteadyTime now, const Random& random) {
  if (text_shown || failure.next_try != NextTry::kMaySucceed) return std::nullopt;
  if (retried_ >= options_.retries) return std::nullopt;
  const auto left = std::chrono::floor<milliseconds>(last_start_ - now);
  // Compared in seconds: a Retry-After may be as large as its number is long.
  const std::chrono::seconds asked = failure.retry_after.value_or(std::chrono::seconds(0));
  if (left < milliseconds(0) || asked > std::chrono::floor<std::chrono::seconds>(left)) return std::nullopt;
  const milliseconds jitter(
      static_cast<milliseconds::rep>(static_cast<double>(backoff().count()) * random()));
  ++retried_;
  return std::min(left, asked + jitter);
}

}  // namespace tutor
