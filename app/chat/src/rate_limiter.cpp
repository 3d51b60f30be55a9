#include <algorithm>
#include <cmath>

#include <chat/rate_limiter.h>

namespace chat {

double RateLimiter::filled(const Bucket& bucket, base::SteadyTime now) const {
  const double minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.at).count();
  const auto most = static_cast<double>(per_minute_);
  return std::min(most, bucket.left + minutes * most);
}

void RateLimiter::forget_full(base::SteadyTime now) {
  if (now < next_sweep_) return;
  next_sweep_ = now + std::chrono::minutes(1);
  std::erase_if(buckets_, [&](const auto& entry) {
    return filled(entry.second, now) >= static_cast<double>(per_minute_);
  });
}

std::optional<std::chrono::seconds> RateLimiter::take(std::int64_t account_id) {
  if (per_minute_ == 0) return std::nullopt;
  const base::SteadyTime now = clock_->now();
  forget_full(now);
  Bucket& bucket =
      buckets_.try_emplace(account_id, Bucket{static_cast<double>(per_minute_), now}).first->second;
  bucket.left = filled(bucket, now);
  bucket.at = now;
  if (bucket.left < 1) {
    const double seconds = (1 - bucket.left) * 60 / static_cast<double>(per_minute_);
    return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(seconds)));
  }
  bucket.left -= 1;
  return std::nullopt;
}

}  // namespace chat
