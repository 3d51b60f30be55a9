#include <gtest/gtest.h>

#include <base/clock.h>
#include <engineio/heartbeat.h>

namespace engineio {
namespace {

using std::chrono::milliseconds;
using Due = Heartbeat::Due;

class HeartbeatTest : public testing::Test {
 protected:
  Due after(milliseconds time) {
    clock_.advance(time);
    return heartbeat_.at(clock_.now());
  }

  base::FakeClock clock_;
  Heartbeat heartbeat_{milliseconds(300), milliseconds(200), clock_.now()};
};

TEST_F(HeartbeatTest, PingsAfterAFullInterval) {
  EXPECT_EQ(after(milliseconds(299)), Due::kNothing);
  EXPECT_EQ(after(milliseconds(1)), Due::kPing);
  EXPECT_EQ(after(milliseconds(0)), Due::kNothing);
}

TEST_F(HeartbeatTest, PingsAgainAnIntervalAfterThePong) {
  EXPECT_EQ(after(milliseconds(300)), Due::kPing);
  clock_.advance(milliseconds(50));
  heartbeat_.pong(clock_.now());
  EXPECT_EQ(after(milliseconds(299)), Due::kNothing);
  EXPECT_EQ(after(milliseconds(1)), Due::kPing);
}

TEST_F(HeartbeatTest, TimesOutWithoutAPong) {
  EXPECT_EQ(after(milliseconds(300)), Due::kPing);
  EXPECT_EQ(after(milliseconds(199)), Due::kNothing);
  EXPECT_EQ(after(milliseconds(1)), Due::kTimeout);
}

TEST_F(HeartbeatTest, ATimerThatIsALittleLateDoesNotMoveTheTimeout) {
  EXPECT_EQ(after(milliseconds(303)), Due::kPing);
  EXPECT_EQ(after(milliseconds(196)), Due::kNothing);
  EXPECT_EQ(after(milliseconds(1)), Due::kTimeout);
}

TEST_F(HeartbeatTest, AfterAStallThePeerStillHasItsTime) {
  EXPECT_EQ(after(milliseconds(5000)), Due::kPing);
  EXPECT_EQ(after(milliseconds(189)), Due::kNothing);
  EXPECT_EQ(after(milliseconds(1)), Due::kTimeout);
}

TEST_F(HeartbeatTest, IgnoresAPongThatNobodyAskedFor) {
  clock_.advance(milliseconds(200));
  heartbeat_.pong(clock_.now());
  EXPECT_EQ(after(milliseconds(100)), Due::kPing);
}

TEST_F(HeartbeatTest, WaitsAnewAfterAnUpgrade) {
  EXPECT_EQ(after(milliseconds(300)), Due::kPing);
  clock_.advance(milliseconds(150));
  heartbeat_.transport_changed(clock_.now());
  EXPECT_EQ(after(milliseconds(199)), Due::kNothing);
  EXPECT_EQ(after(milliseconds(1)), Due::kTimeout);
}

TEST_F(HeartbeatTest, AnUpgradeDoesNotDelayThePing) {
  clock_.advance(milliseconds(250));
  heartbeat_.transport_changed(clock_.now());
  EXPECT_EQ(after(milliseconds(50)), Due::kPing);
}

}  // namespace
}  // namespace engineio
