#include <gtest/gtest.h>

#include <net/rate_meter.h>

namespace net {
namespace {

using std::chrono::milliseconds;

class RateMeterTest : public testing::Test {
 protected:
  // How many of `tries` events at this moment are let through.
  int take(int tries) {
    int taken = 0;
    for (int i = 0; i < tries; ++i) taken += meter_.take(rate_, clock_.now()) ? 1 : 0;
    return taken;
  }

  base::FakeClock clock_;
  Rate rate_{.per_second = 10, .burst = 5};
  RateMeter meter_;
};

TEST_F(RateMeterTest, LetsABurstThroughAndNoMore) {
  EXPECT_EQ(take(8), 5);
  EXPECT_EQ(take(1), 0);
}

TEST_F(RateMeterTest, RefillsAtTheSteadyRate) {
  take(5);
  clock_.advance(milliseconds(99));
  EXPECT_EQ(take(1), 0);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(take(2), 1);
  clock_.advance(milliseconds(300));
  EXPECT_EQ(take(5), 3);
}

TEST_F(RateMeterTest, ALongQuietTimeIsWorthOneBurst) {
  take(5);
  clock_.advance(std::chrono::hours(1));
  EXPECT_EQ(take(8), 5);
}

TEST_F(RateMeterTest, ASteadyStreamAtTheRatePasses) {
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(take(1), 1);
    clock_.advance(milliseconds(100));
  }
}

TEST_F(RateMeterTest, WithoutARateEverythingPasses) {
  rate_ = {};
  EXPECT_EQ(take(1000), 1000);
}

TEST_F(RateMeterTest, WithoutABurstOneAtATimePasses) {
  rate_.burst = 0;
  EXPECT_EQ(take(2), 1);
}

}  // namespace
}  // namespace net
