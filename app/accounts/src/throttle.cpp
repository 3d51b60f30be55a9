#include <iterator>

#include <accounts/throttle.h>

namespace accounts {

// Records stand in the order of their newest attempt, so that all that are out of date stand in front.
void Throttle::drop_old() {
  const auto oldest = clock_.now() - options_.window;
  while (!records_.empty() && records_.front().attempts.back() <= oldest) drop(records_.begin());
}

void Throttle::drop(Records::iterator record) {
  by_key_.erase(record->key);
  records_.erase(record);
}

std::optional<std::chrono::seconds> Throttle::wait(std::string_view key) {
  drop_old();
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  auto& attempts = found->second->attempts;
  const auto now = clock_.now();
  while (!attempts.empty() && attempts.front() <= now - options_.window) attempts.pop_front();
  if (attempts.size() < options_.attempts) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(attempts.front() + options_.window - now);
}

void Throttle::count(std::string_view key) {
  drop_old();
  auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    if (records_.size() >= options_.most_keys && !records_.empty()) drop(records_.begin());
    records_.push_back({std::string(key), {}});
    found = by_key_.emplace(records_.back().key, std::prev(records_.end())).first;
  } else {
    records_.splice(records_.end(), records_, found->second);
  }
  auto& attempts = found->second->attempts;
  attempts.push_back(clock_.now());
  // Who tries on in spite of the limit makes the wait longer, not the memory.
  if (attempts.size() > options_.attempts) attempts.pop_front();
}

void Throttle::forgive(std::string_view key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  found->second->attempts.pop_back();
  if (found->second->attempts.empty()) drop(found->second);
}

void Throttle::forget(std::string_view key) {
  if (const auto found = by_key_.find(key); found != by_key_.end()) drop(found->second);
}

}  // namespace accounts
