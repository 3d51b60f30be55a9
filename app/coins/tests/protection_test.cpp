// What the database itself refuses, whoever asks.
#include <store/errors.h>

#include "ledger_fixture.h"

namespace coins {
namespace {

class Protection : public LedgerFixture {
 protected:
  Protection() {
    EXPECT_TRUE(grant(kAlice, Tier::kGold, 1));
    EXPECT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  }

  void expect_refused(const std::string& text) {
    const auto outcome = sql(text);
    ASSERT_FALSE(outcome) << text;
    EXPECT_EQ(outcome.error().code, store::kConstraint) << text;
  }
};

TEST_F(Protection, EntriesAreNeverChangedOrDeleted) {
  expect_refused("UPDATE coin_entries SET amount = 100");
  expect_refused("DELETE FROM coin_entries");
  const std::string other =
      "INTO coin_entries (id, account_id, tier, kind, rule, amount, who, reason, balance_after, created_at, "
      "digest) VALUES (1, 1, 'gold', 'grant', 'gift', 100, 'x', 'x', 100, 0, '')";
  expect_refused("INSERT " + other + " ON CONFLICT (id) DO UPDATE SET amount = 100");
  expect_refused(home_.on_postgresql() ? "TRUNCATE coin_entries" : "INSERT OR REPLACE " + other);
  EXPECT_EQ(entries(kAlice).size(), 2U);
  EXPECT_FALSE(verify().drift);
}

TEST_F(Protection, NoBalanceIsNegative) {
  expect_refused("UPDATE coin_balances SET balance = -1");
}

TEST_F(Protection, NoQuestionIsReservedOrClosedTwice) {
  expect_refused(
      "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, question_id, reservation, who, "
      "reason, "
      "balance_after, created_at, digest) "
      "VALUES (1, 'gold', 'reserve', 'question', -1, 'q1', 1, 'x', 'x', 0, 0, '')");
}

TEST_F(Protection, TiersKindsAndStatesAreThoseThatExist) {
  expect_refused("UPDATE coin_balances SET tier = 'bronze'");
  expect_refused("UPDATE coin_reservations SET state = 'lost'");
  expect_refused("UPDATE coin_reservations SET state = 'settled'");  // without the time of its end
  expect_refused(
      "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, who, reason, balance_after, "
      "created_at, "
      "digest) VALUES (1, 'gold', 'theft', 'gift', -1, 'x', 'x', 0, 0, '')");
}

}  // namespace
}  // namespace coins
