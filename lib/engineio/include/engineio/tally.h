// Counters by the values of an enumeration.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace engineio {

// A value. `Enum` counts up from 0 to below kSize.
template <class Enum, std::size_t kSize>
class Tally {
 public:
  void add(Enum what) { ++counts_[static_cast<std::size_t>(what)]; }
  Tally& operator+=(const Tally& more) {
    for (std::size_t i = 0; i < kSize; ++i) counts_[i] += more.counts_[i];
    return *this;
  }
  [[nodiscard]] std::uint64_t of(Enum what) const { return counts_[static_cast<std::size_t>(what)]; }
  [[nodiscard]] std::uint64_t total() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  }

  // Calls `visit(what, count)` for every value, those that never happened too.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < kSize; ++i) visit(static_cast<Enum>(i), counts_[i]);
  }

 private:
  std::array<std::uint64_t, kSize> counts_{};
};

}  // namespace engineio
