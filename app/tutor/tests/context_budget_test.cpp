#include <string>

#include <gtest/gtest.h>

#include <tutor/context_budget.h>

namespace tutor {
namespace {

Turn turn(char name, std::size_t bytes) {
  return {std::string(bytes, name), std::string(bytes, name)};
}

TEST(ContextBudget, KeepsEverythingThatFits) {
  EXPECT_EQ(newest_within({turn('a', 30), turn('b', 30)}, 1000).size(), 2U);
  EXPECT_TRUE(newest_within({}, 1000).empty());
}

TEST(ContextBudget, LeavesOutTheOldestFirst) {
  // Each turn costs twice 30/3 + 4 = 28.
  const auto kept = newest_within({turn('a', 30), turn('b', 30), turn('c', 30)}, 60);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept.front().question[0], 'b');
  EXPECT_EQ(kept.back().question[0], 'c');
}

TEST(ContextBudget, KeepsNothingBeforeATurnThatWasDropped) {
  const auto kept = newest_within({turn('a', 3), turn('b', 3000), turn('c', 3)}, 100);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept.front().question[0], 'c');
}

TEST(ContextBudget, IsExactAtItsEdge) {
  EXPECT_EQ(newest_within({turn('a', 30)}, 28).size(), 1U);
  EXPECT_EQ(newest_within({turn('a', 30)}, 27).size(), 0U);
  EXPECT_EQ(newest_within({turn('a', 30)}, 0).size(), 0U);
}

}  // namespace
}  // namespace tutor
