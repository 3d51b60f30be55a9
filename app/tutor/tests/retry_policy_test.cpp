#include <gtest/gtest.h>

#include <tutor/retry_policy.h>

namespace tutor {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPatience{60'000};

ModelFailure refused(std::optional<seconds> retry_after = {}) {
  ModelFailure failure{kUpstreamError, "refused"};
  failure.next_try = NextTry::kMaySucceed;
  failure.retry_after = retry_after;
  return failure;
}

class RetryPolicyTest : public testing::Test {
 protected:
  RetryPolicy policy(RetryOptions options = {.retries = 100}) { return {options, kPatience, clock_.now()}; }
  std::optional<milliseconds> wait_after(RetryPolicy& policy, const ModelFailure& failure,
                                         double random = 0.5) {
    return policy.wait_after(failure, false, clock_.now(), [random] { return random; });
  }

  base::FakeClock clock_;
};

TEST_F(RetryPolicyTest, DoublesTheBackoffUpToTheLongest) {
  RetryPolicy tries =
      policy({.retries = 100, .first_backoff = milliseconds(500), .longest_backoff = milliseconds(3'000)});
  for (const int backoff : {500, 1'000, 2'000, 3'000, 3'000}) {
    EXPECT_EQ(wait_after(tries, refused(), 0.5), milliseconds(backoff / 2))
        << "half of it is the jitter here";
  }
}

TEST_F(RetryPolicyTest, AnyPartOfTheBackoffMayBeTheWait) {
  RetryPolicy first = policy();
  EXPECT_EQ(wait_after(first, refused(), 0.0), milliseconds(0));
  RetryPolicy second = policy();
  EXPECT_EQ(wait_after(second, refused(), 0.998), milliseconds(499));
}

TEST_F(RetryPolicyTest, WaitsForRetryAfterAndThenTheJitter) {
  RetryPolicy tries = policy();
  EXPECT_EQ(wait_after(tries, refused(seconds(7)), 0.5), milliseconds(7'250));
}

TEST_F(RetryPolicyTest, EndsAtOnceWhenRetryAfterIsLongerThanThePatience) {
  RetryPolicy patient = policy();
  EXPECT_EQ(wait_after(patient, refused(seconds(60))), milliseconds(60'000)) << "the jitter has no room left";
  RetryPolicy tries = policy();
  EXPECT_EQ(wait_after(tries, refused(seconds(61))), std::nullopt);
  EXPECT_EQ(wait_after(tries, refused(seconds::max())), std::nullopt);
}

TEST_F(RetryPolicyTest, CountsWhatWasWaitedAlready) {
  RetryPolicy tries = policy();
  clock_.advance(seconds(51));
  EXPECT_EQ(wait_after(tries, refused(seconds(10))), std::nullopt);
  EXPECT_EQ(wait_after(tries, refused(seconds(9))), milliseconds(9'000));
  clock_.advance(seconds(10));
  EXPECT_EQ(wait_after(tries, refused()), std::nullopt);
}

TEST_F(RetryPolicyTest, GivesUpAfterSoManyTries) {
  RetryPolicy tries = policy({.retries = 2});
  EXPECT_TRUE(wait_after(tries, refused()));
  EXPECT_TRUE(wait_after(tries, refused()));
  EXPECT_FALSE(wait_after(tries, refused()));
  RetryPolicy never = policy({.retries = 0});
  EXPECT_FALSE(wait_after(never, refused()));
}

TEST_F(RetryPolicyTest, NeverOnceTextWasShown) {
  RetryPolicy tries = policy();
  EXPECT_FALSE(tries.wait_after(refused(), true, clock_.now(), [] { return 0.5; }));
}

TEST_F(RetryPolicyTest, OnlyWhatMaySucceed) {
  for (const NextTry next : {NextTry::kUnknown, NextTry::kUseless}) {
    RetryPolicy tries = policy();
    ModelFailure failure = refused(seconds(1));
    failure.next_try = next;
    EXPECT_FALSE(wait_after(tries, failure));
  }
}

TEST_F(RetryPolicyTest, WaitsAreWithinThePatienceWhateverComes) {
  for (int seed = 0; seed < 200; ++seed) {
    RetryPolicy tries = policy({.retries = 1'000});
    const base::SteadyTime started = clock_.now();
    unsigned state = static_cast<unsigned>(seed) * 2654435761U + 1;
    const auto random = [&state] {
      state = state * 1664525U + 1013904223U;
      return (state >> 8) / static_cast<double>(1U << 24);
    };
    while (true) {
      const auto asked =
          random() < 0.5 ? std::optional(seconds(static_cast<int>(random() * 20))) : std::nullopt;
      const auto wait = tries.wait_after(refused(asked), false, clock_.now(), random);
      if (!wait) break;
      if (asked) ASSERT_GE(*wait, *asked);
      clock_.advance(*wait + milliseconds(1));  // the try itself
    }
    ASSERT_LE(clock_.now() - started, kPatience + milliseconds(1));
  }
}

}  // namespace
}  // namespace tutor
