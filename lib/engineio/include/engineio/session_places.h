// How many sessions there may be, in all and of one address.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include <engineio/counts.h>

namespace engineio {

// Shared by the servers whose sessions count together, each on a loop of its own; every function may be
// called from any thread. A place is taken when a session is made, and given back when it ends.
class SessionPlaces {
 public:
  // 0: any number.
  SessionPlaces(std::size_t in_all, std::size_t of_an_address)
      : in_all_(in_all), of_an_address_(of_an_address) {}

  // Why there is no place, if so.
  [[nodiscard]] std::optional<Refusal> full_for(const std::string& address) const;
  // The same; if there is one, it is taken.
  [[nodiscard]] std::optional<Refusal> take(const std::string& address);
  void give_back(const std::string& address);

 private:
  [[nodiscard]] std::optional<Refusal> full_for_locked(const std::string& address) const;

  const std::size_t in_all_;
  const std::size_t of_an_address_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> taken_by_address_;  // empty when any number may be
};

}  // namespace engineio
