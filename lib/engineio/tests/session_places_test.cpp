// Places that the servers of several loops share.
#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <engineio/session_places.h>

namespace engineio {
namespace {

TEST(SessionPlaces, BoundTheSessionsInAll) {
  SessionPlaces places(2, 0);
  EXPECT_EQ(places.take("a"), std::nullopt);
  EXPECT_EQ(places.take("b"), std::nullopt);
  EXPECT_EQ(places.full_for("c"), Refusal::kTooManySessions);
  EXPECT_EQ(places.take("c"), Refusal::kTooManySessions);
  places.give_back("a");
  EXPECT_EQ(places.take("c"), std::nullopt);
}

TEST(SessionPlaces, BoundThoseOfAnAddress) {
  SessionPlaces places(0, 1);
  EXPECT_EQ(places.take("a"), std::nullopt);
  EXPECT_EQ(places.take("a"), Refusal::kTooManySessionsOfAddress);
  EXPECT_EQ(places.take("b"), std::nullopt);
  places.give_back("a");
  EXPECT_EQ(places.full_for("a"), std::nullopt);
}

TEST(SessionPlaces, NoneIsGivenTwice) {
  SessionPlaces places(1000, 1000);
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> loops;
    for (int i = 0; i < 4; ++i) {
      loops.emplace_back([&] {
        for (int asked = 0; asked < 500; ++asked) taken += !places.take("a");
      });
    }
  }
  EXPECT_EQ(taken, 1000);
}

}  // namespace
}  // namespace engineio
