#include "ledger_fixture.h"

namespace coins {
namespace {

using Ledger = LedgerFixture;

TEST_F(Ledger, NobodyHasCoinsBeforeTheyAreGranted) {
  EXPECT_EQ(balances(kAlice), Balances());
  EXPECT_EQ(grant(kAlice, Tier::kGold, 5).value(), (Balances{.gold = 5}));
  EXPECT_EQ(grant(kAlice, Tier::kCopper, 20).value(), (Balances{.gold = 5, .copper = 20}));
  EXPECT_EQ(grant(kAlice, Tier::kGold, 1).value().gold, 6);
  EXPECT_EQ(balances(kBob), Balances());
}

TEST_F(Ledger, GrantsOnlyNumbersOfCoins) {
  EXPECT_EQ(grant(kAlice, Tier::kGold, 0).error().code, kInvalidCount);
  EXPECT_EQ(grant(kAlice, Tier::kGold, -1).error().code, kInvalidCount);
  EXPECT_EQ(grant(kAlice, Tier::kGold, kMostCoinsAtOnce + 1).error().code, kInvalidCount);
  EXPECT_EQ(adjust(kAlice, Tier::kGold, 0).error().code, kInvalidCount);
  EXPECT_TRUE(entries(kAlice).empty());
}

TEST_F(Ledger, AdjustsUpAndDownButNotBelowZero) {
  EXPECT_EQ(adjust(kAlice, Tier::kSilver, -1).error().code, kLowCoins);
  EXPECT_EQ(adjust(kAlice, Tier::kSilver, 3)->silver, 3);
  EXPECT_EQ(adjust(kAlice, Tier::kSilver, -4).error().code, kLowCoins);
  EXPECT_EQ(adjust(kAlice, Tier::kSilver, -3)->silver, 0);
}

TEST_F(Ledger, AReservedCoinIsGoneAndASettledOneStaysGone) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 2));
  EXPECT_EQ(reserve(kAlice, Tier::kGold, "q1")->gold, 1);
  EXPECT_EQ(settle("q1")->gold, 1);
  EXPECT_EQ(balances(kAlice).gold, 1);
}

TEST_F(Ledger, ARefundedCoinComesBack) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  EXPECT_EQ(refund("q1")->gold, 1);
  EXPECT_EQ(reserve(kAlice, Tier::kGold, "q2")->gold, 0);
}

TEST_F(Ledger, ACoinOfOneTierPaysForNoOther) {
  ASSERT_TRUE(grant(kAlice, Tier::kCopper, 1));
  EXPECT_EQ(reserve(kAlice, Tier::kGold, "q1").error().code, kLowCoins);
  EXPECT_EQ(balances(kAlice).copper, 1);
}

TEST_F(Ledger, AQuestionIsPaidForOnce) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  EXPECT_EQ(reserve(kAlice, Tier::kGold, "q1").error().code, kAlreadyReserved);
  EXPECT_EQ(reserve(kBob, Tier::kGold, "q1").error().code, kAlreadyReserved);
  ASSERT_TRUE(refund("q1"));
  EXPECT_EQ(reserve(kAlice, Tier::kGold, "q1").error().code, kAlreadyReserved);
  EXPECT_EQ(balances(kAlice).gold, 1);
}

TEST_F(Ledger, AQuestionIsClosedOnce) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 2));
  EXPECT_EQ(settle("q1").error().code, kNotOpen);
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q2"));
  ASSERT_TRUE(settle("q1"));
  ASSERT_TRUE(refund("q2"));
  EXPECT_EQ(settle("q1").error().code, kNotOpen);
  EXPECT_EQ(refund("q1").error().code, kNotOpen);
  EXPECT_EQ(settle("q2").error().code, kNotOpen);
  EXPECT_EQ(refund("q2").error().code, kNotOpen);
  EXPECT_EQ(balances(kAlice).gold, 1);
  EXPECT_EQ(entries(kAlice).size(), 5U);
}

TEST_F(Ledger, ARefusalLeavesTheCallersTransactionAsItWas) {
  const auto done = run([](store::Transaction& tx) -> base::Result<> {
    EXPECT_EQ(coins::reserve(tx, kAlice, Tier::kGold, "q1").error().code, kLowCoins);
    // The caller goes on and commits.
    return {};
  });
  EXPECT_TRUE(done);
  EXPECT_TRUE(open_reservations().empty());
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1));
  EXPECT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
}

TEST_F(Ledger, IsUndoneTogetherWithTheCallersOwnRows) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1));
  const auto undone = run([](store::Transaction& tx) -> base::Result<> {
    EXPECT_TRUE(coins::reserve(tx, kAlice, Tier::kGold, "q1"));
    return base::fail(kLowCoins, "the caller's own refusal");
  });
  EXPECT_FALSE(undone);
  EXPECT_EQ(balances(kAlice).gold, 1);
  EXPECT_TRUE(open_reservations().empty());
  EXPECT_EQ(entries(kAlice).size(), 1U);
}

TEST_F(Ledger, ListsWhatIsOpenOldestFirst) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 3));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "z"));
  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "a"));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "settled"));
  ASSERT_TRUE(settle("settled"));
  const auto open = open_reservations();
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[0].question, "z");
  EXPECT_EQ(open[1].question, "a");
  EXPECT_EQ(open[1].account, kAlice);
  EXPECT_EQ(open[1].tier, Tier::kGold);
  EXPECT_EQ(open[1].created_at, base::unix_milliseconds(clock_.system_now()));
}

TEST_F(Ledger, TellsAnAccountItsEntriesPageByPage) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 2));
  ASSERT_TRUE(grant(kBob, Tier::kGold, 2));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  ASSERT_TRUE(refund("q1"));
  const auto page = entries(kAlice, 2);
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].kind, EntryKind::kRefund);
  EXPECT_EQ(page[0].amount, 1);
  EXPECT_EQ(page[0].question, "q1");
  EXPECT_EQ(page[0].rule, Rule::kUpstreamError);
  EXPECT_EQ(page[0].balance_after, 2);
  EXPECT_EQ(page[1].kind, EntryKind::kReserve);
  EXPECT_EQ(page[1].rule, Rule::kQuestion);
  EXPECT_EQ(page[1].amount, -1);
  const auto rest = entries(kAlice, 2, page[1].id);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].kind, EntryKind::kGrant);
  EXPECT_EQ(rest[0].rule, Rule::kGift);
  EXPECT_EQ(rest[0].who, "admin:root");
  EXPECT_EQ(rest[0].question, std::nullopt);
}

}  // namespace
}  // namespace coins
