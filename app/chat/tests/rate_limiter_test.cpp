#include <gtest/gtest.h>

#include <chat/rate_limiter.h>

namespace chat {
namespace {

using std::chrono::seconds;

TEST(RateLimiter, GivesAMinutesQuestionsAtOnceThenOneByOne) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 6);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(limiter.take(1), std::nullopt) << i;
  EXPECT_EQ(limiter.take(1), seconds(10));
  clock.advance(seconds(9));
  EXPECT_EQ(limiter.take(1), seconds(1));
  clock.advance(seconds(1));
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_NE(limiter.take(1), std::nullopt);
}

TEST(RateLimiter, TreatsEachAccountByItself) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 1);
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_NE(limiter.take(1), std::nullopt);
  EXPECT_EQ(limiter.take(2), std::nullopt);
}

TEST(RateLimiter, NeverSavesUpMoreThanAMinutesQuestions) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 2);
  EXPECT_EQ(limiter.take(1), std::nullopt);
  clock.advance(std::chrono::hours(10));
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_NE(limiter.take(1), std::nullopt);
}

TEST(RateLimiter, ForgetsAccountsThatHaveBeenQuiet) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 10);
  for (int account = 0; account < 1000; ++account) (void)limiter.take(account);
  EXPECT_EQ(limiter.accounts(), 1000U);
  clock.advance(std::chrono::minutes(5));
  (void)limiter.take(5000);
  EXPECT_EQ(limiter.accounts(), 1U);
}

TEST(RateLimiter, WhatIsGivenBackCanBeTakenAgain) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 2);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(limiter.take(1), std::nullopt) << i;
    limiter.give_back(1);
  }
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_NE(limiter.take(1), std::nullopt);
}

TEST(RateLimiter, GivingBackIsNoAdvance) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 1);
  EXPECT_EQ(limiter.take(1), std::nullopt);
  clock.advance(std::chrono::minutes(3));
  limiter.give_back(1);
  EXPECT_EQ(limiter.take(1), std::nullopt);
  EXPECT_NE(limiter.take(1), std::nullopt);
}

TEST(RateLimiter, ZeroIsNoLimit) {
  base::FakeClock clock;
  RateLimiter limiter(clock, 0);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(limiter.take(1), std::nullopt);
  limiter.give_back(1);
}

}  // namespace
}  // namespace chat
