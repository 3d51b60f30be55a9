#include "ledger_fixture.h"

namespace coins {
namespace {

using AuditTest = LedgerFixture;

TEST_F(AuditTest, ASoundLedgerHasNoDrift) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 5));
  ASSERT_TRUE(grant(kBob, Tier::kCopper, 5));
  for (const std::string question : {"open", "settled", "refunded"})
    ASSERT_TRUE(reserve(kAlice, Tier::kGold, question));
  ASSERT_TRUE(settle("settled"));
  ASSERT_TRUE(refund("refunded"));
  ASSERT_TRUE(adjust(kBob, Tier::kCopper, -5));
  const Audit audit = verify();
  EXPECT_EQ(audit.drift, std::nullopt);
  EXPECT_EQ(audit.entries, 8);
  EXPECT_EQ(audit.balances, 2);
  EXPECT_EQ(audit.reservations, 3);
  EXPECT_EQ(audit.open_reservations, 1);
  EXPECT_GE(audit.guards, 3);
}

TEST_F(AuditTest, AnEmptyLedgerIsSound) {
  EXPECT_EQ(verify().drift, std::nullopt);
}

TEST_F(AuditTest, AClockThatIsSetBackIsNoDrift) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 5));
  clock_.advance(-std::chrono::hours(1));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  clock_.advance(-std::chrono::hours(1));
  ASSERT_TRUE(settle("q1"));
  EXPECT_EQ(verify().drift, std::nullopt);
}

TEST_F(AuditTest, TextsOfAnyKindAreNoDrift) {
  const std::string odd("a\0b: \"\xF0\x9F\x8E\x93\" 1:2;", 16);
  ASSERT_TRUE(
      run([&](store::Transaction& tx) { return coins::grant(tx, kAlice, Tier::kGold, 1, odd, odd); }));
  ASSERT_TRUE(run([&](store::Transaction& tx) { return coins::grant(tx, kAlice, Tier::kGold, 1, "", ""); }));
  EXPECT_EQ(verify().drift, std::nullopt);
}

TEST_F(AuditTest, ReadsALedgerOfManyPages) {
  constexpr int kQuestions = 3000;
  ASSERT_TRUE(grant(kAlice, Tier::kGold, kQuestions));
  ASSERT_TRUE(run([](store::Transaction& tx) -> base::Result<> {
    for (int i = 0; i < kQuestions; ++i) {
      const std::string question = "q" + std::to_string(i);
      if (auto done = coins::reserve(tx, kAlice, Tier::kGold, question); !done)
        return base::fail(done.error());
      if (auto done = coins::settle(tx, question, Rule::kComplete); !done) return base::fail(done.error());
    }
    return {};
  }));
  const Audit audit = verify();
  EXPECT_EQ(audit.drift, std::nullopt);
  EXPECT_EQ(audit.entries, 2 * kQuestions + 1);
}

}  // namespace
}  // namespace coins
