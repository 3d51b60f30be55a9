// Durations in buckets whose widths grow with them: any of them is told within one per cent.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace bench {

// Values in whatever unit they are recorded in (here microseconds); those beyond kMost count as kMost.
class Histogram {
 public:
  static constexpr std::uint64_t kMost = (std::uint64_t{1} << 26) - 1;  // 67 s

  void record(std::uint64_t value) {
    if (value > kMost) value = kMost;
    if (value > max_) max_ = value;
    ++counts_[bucket(value)];
    ++count_;
  }
  void add(const Histogram& other);
  void clear() { *this = Histogram(); }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t max() const { return max_; }
  // The value that `share` (0 to 1) of all do not exceed; 0 if there are none.
  [[nodiscard]] std::uint64_t percentile(double share) const;

 private:
  // Values below 2^kPrecision have buckets of their own; above, each power of two has half as many.
  static constexpr unsigned kPrecision = 7;
  static constexpr std::size_t kHalf = std::size_t{1} << (kPrecision - 1);

  static std::size_t bucket(std::uint64_t value) {
    const unsigned width = static_cast<unsigned>(std::bit_width(value));
    const unsigned shift = width > kPrecision ? width - kPrecision : 0;
    return shift * kHalf + (value >> shift);
  }
  static std::uint64_t middle(std::size_t bucket);

  std::array<std::uint64_t, (26 - kPrecision + 2) * kHalf> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace bench
