#include "histogram.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr double kError = 0.01;

TEST(HistogramTest, IsExactForSmallValues) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 100; ++value) histogram.record(value);
  EXPECT_EQ(histogram.percentile(0.01), 1u);
  EXPECT_EQ(histogram.percentile(0.5), 50u);
  EXPECT_EQ(histogram.percentile(0.99), 99u);
  EXPECT_EQ(histogram.percentile(1), 100u);
}

TEST(HistogramTest, ToldWithinOnePerCentOverItsWholeRange) {
  for (std::uint64_t value = 1; value <= Histogram::kMost; value += value / 150 + 1) {
    Histogram histogram;
    histogram.record(value);
    histogram.record(Histogram::kMost);
    const auto told = static_cast<double>(histogram.percentile(0.5));
    EXPECT_NEAR(told, static_cast<double>(value), std::max(0.5, kError * static_cast<double>(value)));
  }
}

TEST(HistogramTest, HasThePercentilesOfTheSortedValues) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> ages(6, 2);
  std::vector<std::uint64_t> values(20'000);
  Histogram histogram;
  for (std::uint64_t& value : values) histogram.record(value = static_cast<std::uint64_t>(ages(random)));
  std::ranges::sort(values);
  for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999}) {
    const auto index = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
    const auto exact = static_cast<double>(values[index]);
    EXPECT_NEAR(static_cast<double>(histogram.percentile(share)), exact, std::max(0.5, kError * exact))
        << share;
  }
  EXPECT_EQ(histogram.max(), values.back());
  EXPECT_EQ(histogram.count(), values.size());
}

TEST(HistogramTest, TakesWhatIsTooLargeAsTheMost) {
  Histogram histogram;
  histogram.record(Histogram::kMost * 10);
  EXPECT_EQ(histogram.max(), Histogram::kMost);
  EXPECT_NEAR(static_cast<double>(histogram.percentile(0.5)), static_cast<double>(Histogram::kMost),
              kError * static_cast<double>(Histogram::kMost));
}

TEST(HistogramTest, IsNothingWhenNothingWasRecorded) {
  EXPECT_EQ(Histogram().percentile(0.99), 0u);
  EXPECT_EQ(Histogram().max(), 0u);
}

TEST(HistogramTest, AddsUp) {
  Histogram sum;
  Histogram other;
  sum.record(10);
  other.record(90);
  other.record(90);
  sum.add(other);
  EXPECT_EQ(sum.count(), 3u);
  EXPECT_EQ(sum.percentile(0.5), 90u);
  EXPECT_EQ(sum.percentile(0.1), 10u);
  sum.clear();
  EXPECT_EQ(sum.count(), 0u);
  EXPECT_EQ(sum.max(), 0u);
}

}  // namespace
}  // namespace bench
