#include "pacing.h"

#include <array>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr std::uint64_t kNow = 123'456'789;

TEST(PacingTest, WaitsForNobodyWhenNobodyWaits) {
  Pacing pacing(kNow);
  EXPECT_FALSE(pacing.next_us());
  EXPECT_EQ(pacing.take_due(kNow + 1'000'000), nullptr);
}

TEST(PacingTest, IsNeverEarlyAndAtMostATickLate) {
  std::mt19937 random(3);
  Pacing pacing(kNow);
  std::array<Waiting, 2000> all;
  // Up to three turns of the wheel away.
  for (Waiting& waiting : all) pacing.add(waiting, kNow + random() % 3'000'000);
  std::size_t taken = 0;
  while (const auto next = pacing.next_us()) {
    while (const Waiting* const due = pacing.take_due(*next)) {
      EXPECT_LE(due->due_us, *next);
      EXPECT_LT(*next - due->due_us, Pacing::kTickUs);
      EXPECT_FALSE(due->linked());
      ++taken;
    }
  }
  EXPECT_EQ(taken, all.size());
}

TEST(PacingTest, TakesTogetherWhatIsDueWhenItIsCalledLate) {
  Pacing pacing(kNow);
  std::array<Waiting, 3> all;
  pacing.add(all[0], kNow + 1000);
  pacing.add(all[1], kNow + 50'000);
  pacing.add(all[2], kNow + 900'000);
  EXPECT_EQ(pacing.take_due(kNow + 60'000), &all[0]);
  EXPECT_EQ(pacing.take_due(kNow + 60'000), &all[1]);
  EXPECT_EQ(pacing.take_due(kNow + 60'000), nullptr);
}

TEST(PacingTest, TakesWhatWasDueBeforeItWasAdded) {
  Pacing pacing(kNow);
  EXPECT_EQ(pacing.take_due(kNow + 10'000), nullptr);
  Waiting late;
  pacing.add(late, kNow + 500);
  EXPECT_EQ(pacing.take_due(kNow + 10'000 + Pacing::kTickUs), &late);
}

TEST(PacingTest, ForgetsWhatIsRemoved) {
  Pacing pacing(kNow);
  Waiting gone;
  pacing.add(gone, kNow + 1000);
  EXPECT_TRUE(gone.linked());
  pacing.remove(gone);
  EXPECT_FALSE(gone.linked());
  EXPECT_FALSE(pacing.next_us());
}

}  // namespace
}  // namespace bench
