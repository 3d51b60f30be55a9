#include "histogram.h"

#include <algorithm>
#include <cmath>

namespace bench {

std::uint64_t Histogram::middle(std::size_t bucket) {
  if (bucket < 2 * kHalf) return bucket;
  const std::size_t shift = bucket / kHalf - 1;
  const std::uint64_t first = (bucket - shift * kHalf) << shift;
  return first + ((std::uint64_t{1} << shift) - 1) / 2;
}

void Histogram::add(const Histogram& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::percentile(double share) const {
  if (count_ == 0) return 0;
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= wanted && counts_[i] > 0) return std::min(middle(i), max_);
  }
  return max_;
}

}  // namespace bench
