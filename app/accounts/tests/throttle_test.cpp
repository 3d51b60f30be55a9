#include <gtest/gtest.h>

#include <accounts/throttle.h>

namespace accounts {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class ThrottleTest : public ::testing::Test {
 protected:
  base::FakeClock clock_;
  Throttle throttle_{{.attempts = 3, .window = seconds(60), .most_keys = 3}, clock_};
};

TEST_F(ThrottleTest, AllowsSoManyAttemptsWithinTheWindow) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(throttle_.wait("a"), std::nullopt);
    throttle_.count("a");
  }
  EXPECT_EQ(throttle_.wait("a"), seconds(60));
  EXPECT_EQ(throttle_.wait("b"), std::nullopt);
}

TEST_F(ThrottleTest, TheWindowSlides) {
  throttle_.count("a");
  clock_.advance(seconds(20));
  throttle_.count("a");
  throttle_.count("a");
  EXPECT_EQ(throttle_.wait("a"), seconds(40));
  clock_.advance(milliseconds(39'500));
  EXPECT_EQ(throttle_.wait("a"), seconds(1));
  clock_.advance(milliseconds(500));
  EXPECT_EQ(throttle_.wait("a"), std::nullopt);
  throttle_.count("a");
  EXPECT_EQ(throttle_.wait("a"), seconds(20));
}

TEST_F(ThrottleTest, WhoTriesOnWaitsOn) {
  for (int i = 0; i < 3; ++i) throttle_.count("a");
  clock_.advance(seconds(30));
  for (int i = 0; i < 3; ++i) throttle_.count("a");
  EXPECT_EQ(throttle_.wait("a"), seconds(60));
}

TEST_F(ThrottleTest, ForgivesOneAndForgetsAll) {
  for (int i = 0; i < 3; ++i) throttle_.count("a");
  throttle_.forgive("a");
  EXPECT_EQ(throttle_.wait("a"), std::nullopt);
  throttle_.count("a");
  throttle_.forget("a");
  EXPECT_EQ(throttle_.wait("a"), std::nullopt);
  EXPECT_EQ(throttle_.keys(), 0U);
  throttle_.forgive("never seen");
  throttle_.forget("never seen");
}

TEST_F(ThrottleTest, RemembersABoundedNumberOfKeys) {
  for (const char* key : {"a", "b", "c"}) {
    throttle_.count(key);
    clock_.advance(seconds(1));
  }
  throttle_.count("a");
  throttle_.count("a");
  throttle_.count("d");  // b was quiet longest
  EXPECT_EQ(throttle_.keys(), 3U);
  EXPECT_NE(throttle_.wait("a"), std::nullopt);
}

TEST_F(ThrottleTest, DropsWhatIsOutOfDate) {
  for (const char* key : {"a", "b", "c"}) throttle_.count(key);
  clock_.advance(seconds(60));
  throttle_.count("d");
  EXPECT_EQ(throttle_.keys(), 1U);
}

}  // namespace
}  // namespace accounts
