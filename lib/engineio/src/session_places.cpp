#include <engineio/session_places.h>

namespace engineio {

std::optional<Refusal> SessionPlaces::full_for(const std::string& address) const {
  const std::scoped_lock lock(mutex_);
  return full_for_locked(address);
}

std::optional<Refusal> SessionPlaces::full_for_locked(const std::string& address) const {
  if (in_all_ > 0 && taken_ >= in_all_) return Refusal::kTooManySessions;
  if (of_an_address_ == 0) return std::nullopt;
  const auto counted = taken_by_address_.find(address);
  if (counted == taken_by_address_.end() || counted->second < of_an_address_) return std::nullopt;
  return Refusal::kTooManySessionsOfAddress;
}

std::optional<Refusal> SessionPlaces::take(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  if (const auto full = full_for_locked(address)) return full;
  ++taken_;
  if (of_an_address_ > 0) ++taken_by_address_[address];
  return std::nullopt;
}

void SessionPlaces::give_back(const std::string& address) {
  const std::scoped_lock lock(mutex_);
  --taken_;
  const auto counted = taken_by_address_.find(address);
  if (counted != taken_by_address_.end() && --counted->second == 0) taken_by_address_.erase(counted);
}

}  // namespace engineio
