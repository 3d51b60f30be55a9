#include <stdexcept>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <engineio/deadlines.h>

namespace engineio {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

class DeadlinesTest : public testing::Test {
 protected:
  Deadlines::Id add(int name, milliseconds after) {
    return deadlines_.add(start_ + after, [this, name] { fired_.push_back(name); });
  }

  boost::asio::io_context loop_;
  Deadlines deadlines_{loop_.get_executor()};
  const base::SteadyTime start_ = base::SteadyTime::clock::now();
  std::vector<int> fired_;
};

TEST_F(DeadlinesTest, FireInOrder) {
  add(2, milliseconds(2));
  add(1, milliseconds(1));
  add(0, milliseconds(-5));
  loop_.run();
  EXPECT_THAT(fired_, ElementsAre(0, 1, 2));
  EXPECT_EQ(deadlines_.size(), 0U);
}

TEST_F(DeadlinesTest, AreMovedAndCancelled) {
  auto later = add(1, milliseconds(0));
  const auto never = add(2, milliseconds(1));
  add(3, milliseconds(2));
  deadlines_.move(later, start_ + milliseconds(3));
  deadlines_.cancel(never);
  loop_.run();
  EXPECT_THAT(fired_, ElementsAre(3, 1));
}

TEST_F(DeadlinesTest, KeepNoLoopRunningOnceAllAreCancelled) {
  const auto only = add(1, std::chrono::hours(1));
  deadlines_.cancel(only);
  loop_.run();
  EXPECT_THAT(fired_, ElementsAre());
}

TEST_F(DeadlinesTest, OneAddedInsideAnotherWaitsForTheNextTurn) {
  int rounds = 0;
  std::function<void()> again = [&] {
    if (++rounds < 3) deadlines_.add(base::SteadyTime::min(), [&] { again(); });
  };
  deadlines_.add(base::SteadyTime::min(), [&] { again(); });
  loop_.run_one();
  EXPECT_EQ(rounds, 1);
  loop_.run();
  EXPECT_EQ(rounds, 3);
}

TEST_F(DeadlinesTest, OneThatThrowsDoesNotStopTheOthers) {
  deadlines_.add(start_, [] { throw std::runtime_error("broken"); });
  add(1, milliseconds(0));
  loop_.run();
  EXPECT_THAT(fired_, ElementsAre(1));
}

}  // namespace
}  // namespace engineio
