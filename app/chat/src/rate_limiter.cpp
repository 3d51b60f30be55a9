#include <algorithm>

#include <chat/rate_limiter.h>

namespace chat {
namespace {

constexpr base::Duration kMinute = std::chrono::minutes(1);

}  // namespace

void RateLimiter::forget_rested(base::SteadyTime now) {
  if (now < next_sweep_) return;
  next_sweep_ = now + kMinute;
  std::erase_if(rested_at_, [now](const auto& entry) { return entry.second <= now; });
}

base::Duration RateLimiter::share() const {
  return kMinute / static_cast<std::int64_t>(per_minute_);
}

std::optional<std::chrono::seconds> RateLimiter::take(std::int64_t account_id) {
  if (per_minute_ == 0) return std::nullopt;
  const base::SteadyTime now = clock_->now();
  forget_rested(now);
  base::SteadyTime& rested_at = rested_at_.try_emplace(account_id, now).first->second;
  const base::SteadyTime next = std::max(rested_at, now) + share();
  if (next > now + kMinute) return std::chrono::ceil<std::chrono::seconds>(next - kMinute - now);
  rested_at = next;
  return std::nullopt;
}

void RateLimiter::give_back(std::int64_t account_id) {
  // One that was forgotten has rested from it already.
  if (const auto found = rested_at_.find(account_id); found != rested_at_.end()) found->second -= share();
}

}  // namespace chat
