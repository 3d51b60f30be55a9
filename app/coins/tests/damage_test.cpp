// Damage that was done by hand, and what the audit says of it.
#include <ostream>

#include "ledger_fixture.h"

namespace coins {
namespace {

struct Damage {
  std::string name;
  std::vector<std::string> statements;
  std::string drift;  // how it begins
};

void PrintTo(const Damage& damage, std::ostream* out) {
  *out << damage.name;
}

class DamageTest : public LedgerFixture, public ::testing::WithParamInterface<Damage> {
 protected:
  // Entries: 1 and 2 the grants, 3 to 5 the reservations in their order, 6 the refund, 7 the settlement.
  DamageTest() {
    clock_.advance(std::chrono::hours(1));
    EXPECT_TRUE(grant(kAlice, Tier::kGold, 5));
    EXPECT_TRUE(grant(kBob, Tier::kCopper, 5));
    for (const std::string question : {"open", "settled", "refunded"})
      EXPECT_TRUE(reserve(kAlice, Tier::kGold, question));
    EXPECT_TRUE(refund("refunded"));
    EXPECT_TRUE(settle("settled"));
    EXPECT_EQ(verify().drift, std::nullopt);
  }

  void unprotect() {
    if (home_.on_postgresql()) {
      ASSERT_TRUE(sql("ALTER TABLE coin_entries DISABLE TRIGGER USER"));
    } else {
      ASSERT_TRUE(sql("DROP TRIGGER coin_entries_no_update"));
      ASSERT_TRUE(sql("DROP TRIGGER coin_entries_no_delete"));
    }
  }
};

TEST_P(DamageTest, IsNamed) {
  unprotect();
  for (const std::string& statement : GetParam().statements) {
    const auto changed = sql(statement);
    ASSERT_TRUE(changed) << changed.error().message;
  }
  const std::string drift = verify().drift.value_or("none");
  EXPECT_TRUE(drift.starts_with(GetParam().drift)) << drift;
}

const std::string kCopyOf =
    "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, question_id, reservation, who, reason, "
    "balance_after, created_at, digest) SELECT account_id, tier, kind, rule, amount, question_id, "
    "reservation, who, "
    "reason, balance_after, created_at, digest FROM coin_entries WHERE id = ";

const std::vector<Damage> kDamages{
    {"ChangedAmount",
     {"UPDATE coin_entries SET amount = 50 WHERE id = 1"},
     "account 1, gold: entry 1 (grant) says that the balance is 5 after it; the entries add up to 50."},
    {"AmountThatDoesNotFitItsKind",
     {"UPDATE coin_entries SET amount = 1 WHERE kind = 'settle'"},
     "account 1, gold: entry 7 (settle) has the amount 1."},
    {"ChangedBalanceAfter",
     {"UPDATE coin_entries SET balance_after = 9 WHERE id = 3"},
     "account 1, gold: entry 3 (reserve) says that the balance is 9 after it; the entries add up to 4."},
    {"ChangedAmountAndAllThatFollowsFromIt",
     {"UPDATE coin_entries SET amount = 6 WHERE id = 2",
      "UPDATE coin_entries SET balance_after = 6 WHERE id = 2",
      "UPDATE coin_balances SET balance = 6 WHERE account_id = 2"},
     "account 2, copper: entry 2 (grant) has the digest "},
    {"ChangedBalance",
     {"UPDATE coin_balances SET balance = 9 WHERE account_id = 2"},
     "account 2, copper: the balance is 9; the entries add up to 5."},
    {"DeletedBalance",
     {"DELETE FROM coin_balances WHERE account_id = 2"},
     "account 2, copper: there are entries, but no balance."},
    {"InventedBalance",
     {"INSERT INTO coin_balances (account_id, tier, balance) VALUES (3, 'gold', 7)"},
     "account 3, gold: the balance is 7; the entries add up to 0."},
    {"DeletedFirstEntry",
     {"DELETE FROM coin_entries WHERE id = 1"},
     "account 1, gold: entry 3 (reserve) brings the balance to -1."},
    {"DeletedEntryInTheMiddle",
     {"DELETE FROM coin_entries WHERE id = 4"},
     "account 1, gold: entry 5 (reserve) says that the balance is 2 after it; the entries add up to 3."},
    {"DeletedLastEntry",
     {"DELETE FROM coin_entries WHERE id = 7"},
     "account 1, gold: question settled is settled, but entry 4 (reserve) has no entry that closes it."},
    {"DeletedOnlyEntry",
     {"DELETE FROM coin_entries WHERE id = 2"},
     "account 2, copper: the balance is 5; the entries add up to 0."},
    {"DeletedLastEntryAndItsTrace",
     {"DELETE FROM coin_entries WHERE id = 7",
      "UPDATE coin_reservations SET state = 'open', closed_at = NULL WHERE question_id = 'settled'"},
     "account 1, gold: the balance follows an entry with the digest "},
    {"InsertedEntry",
     {"INSERT INTO coin_entries (account_id, tier, kind, rule, amount, who, reason, balance_after, "
      "created_at, "
      "digest) VALUES (1, 'gold', 'grant', 'gift', 10, 'x', 'x', 13, 99999999999999, 'made up')",
      "UPDATE coin_balances SET balance = 13, head = 'made up' WHERE account_id = 1"},
     "account 1, gold: entry 8 (grant) has the digest made up; "},
    {"DoubledClosingEntry",
     {"DROP INDEX coin_entries_reservation", kCopyOf + "7"},
     "account 1, gold: entry 8 (settle) has the digest "},
    {"ClosedReservationThatWasOpen",
     {"UPDATE coin_reservations SET state = 'refunded', closed_at = 1 WHERE question_id = 'open'"},
     "account 1, gold: question open is refunded, but entry 3 (reserve) has no entry that closes it."},
    {"ReservationInTheOtherState",
     {"UPDATE coin_reservations SET state = 'refunded' WHERE question_id = 'settled'"},
     "account 1, gold: entry 7 (settle) is for question settled, whose reservation is refunded instead of "
     "settled."},
    {"ReopenedReservation",
     {"UPDATE coin_reservations SET state = 'open', closed_at = NULL WHERE question_id = 'refunded'"},
     "account 1, gold: entry 6 (refund) is for question refunded, whose reservation is open instead of "
     "refunded."},
    {"ReservationOfAnotherAccount",
     {"UPDATE coin_reservations SET account_id = 2 WHERE question_id = 'open'"},
     "account 1, gold: entry 3 (reserve) is for question open, which is reserved by account 2, gold."},
    {"DeletedReservation",
     {"DELETE FROM coin_reservations WHERE question_id = 'settled'"},
     "account 1, gold: entry 4 (reserve) is for question settled, which has no reservation."},
    {"ReservationWithoutEntries",
     {"INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at) "
      "VALUES ('made up', 2, 'copper', 'open', 1)"},
     "account 2, copper: question made up is open, but has no entries."},
    {"AnEntryLeftOutOfTheList",
     {"UPDATE coin_entries SET previous = 3 WHERE id = 5"},
     "account 1, gold: entry 5 (reserve) says that it follows entry 3; it follows entry 4."},
    {"AListThatGoesOnPastItsEnd",
     {"UPDATE coin_entries SET previous = 1 WHERE id = 2"},
     "account 2, copper: entry 2 (grant) says that it follows entry 1; it is the first."},
    {"AListThatEndsEarly",
     {"UPDATE coin_entries SET previous = NULL WHERE id = 5"},
     "account 1, gold: entry 5 (reserve) does not say that it follows entry 4, which is no milestone"},
    {"AListThatBeginsTooLate",
     {"UPDATE coin_balances SET newest = 6 WHERE account_id = 1"},
     "account 1, gold: the balance follows entry 6; the newest one is entry 7."},
    {"EntryMovedToAnotherAccount",
     {"UPDATE coin_entries SET account_id = 2 WHERE id = 4"},
     "account 2, gold: entry 4 (reserve) brings the balance to -1."},
    {"EntryMovedToAnotherTier",
     {"UPDATE coin_entries SET tier = 'silver' WHERE id = 1"},
     "account 1, silver: entry 1 (grant) has the digest "},
    {"EntryOfAnotherQuestion",
     {"UPDATE coin_entries SET question_id = 'open' WHERE id = 7"},
     "account 1, gold: entry 7 (settle) has the digest "},
    {"ChangedKind",
     {"UPDATE coin_entries SET kind = 'adjust' WHERE id = 1"},
     "account 1, gold: entry 1 (adjust) has the rule \"gift\", which is none of its kind."},
    {"ChangedKindAndRule",
     {"UPDATE coin_entries SET kind = 'adjust', rule = 'correction' WHERE id = 1"},
     "account 1, gold: entry 1 (adjust) has the digest "},
    {"ChangedRule",
     {"UPDATE coin_entries SET rule = 'length_limit' WHERE id = 7"},
     "account 1, gold: entry 7 (settle) has the digest "},
    {"ChangedWho",
     {"UPDATE coin_entries SET who = 'somebody else' WHERE id = 1"},
     "account 1, gold: entry 1 (grant) has the digest "},
    {"ChangedReason",
     {"UPDATE coin_entries SET reason = 'another' WHERE id = 1"},
     "account 1, gold: entry 1 (grant) has the digest "},
    {"ChangedTime",
     {"UPDATE coin_entries SET created_at = created_at + 1 WHERE id = 7"},
     "account 1, gold: entry 7 (settle) has the digest "},
    {"TimeThatRunsBackwards",
     {"UPDATE coin_entries SET created_at = 5 WHERE id = 4"},
     "account 1, gold: entry 4 (reserve) is of 5 (milliseconds since 1970), which is before the entry before "
     "it ("},
    {"EntriesInAnotherOrder",
     {"UPDATE coin_entries SET id = 100 WHERE id = 6"},
     "account 1, gold: entry 7 (settle) says that the balance is 3 after it; the entries add up to 2."},
    {"DroppedIndex",
     {"DROP INDEX coin_entries_reservation"},
     // The triggers were taken away first, and are named first.
     "the database does not protect its entries: "},
};

INSTANTIATE_TEST_SUITE_P(Damages, DamageTest, ::testing::ValuesIn(kDamages),
                         [](const auto& instance) { return instance.param.name; });

class GuardTest : public LedgerFixture {
 protected:
  std::string drift_after(const std::string& statement) {
    EXPECT_TRUE(sql(statement));
    return verify().drift.value_or("none");
  }
};

TEST_F(GuardTest, AreMissedWhenTheyAreGone) {
  const std::string guard = home_.on_postgresql() ? "coin_entries_no_truncate" : "coin_entries_no_delete";
  EXPECT_EQ(drift_after("DROP TRIGGER " + guard + (home_.on_postgresql() ? " ON coin_entries" : "")),
            "the database does not protect its entries: " + guard +
                " of the table coin_entries is missing, or switched off.");
}

TEST_F(GuardTest, AreMissedWhenTheUniqueIndexIsGone) {
  EXPECT_EQ(drift_after("DROP INDEX coin_entries_reservation"),
            "the database does not protect its entries: coin_entries_reservation of the table coin_entries "
            "is missing, "
            "or switched off.");
}

TEST_F(GuardTest, AreMissedWhenTheIndexIsUniqueNoMore) {
  ASSERT_TRUE(sql("DROP INDEX coin_entries_reservation"));
  const std::string drift =
      drift_after("CREATE INDEX coin_entries_reservation ON coin_entries (reservation, kind)");
  EXPECT_TRUE(drift.contains("coin_entries_reservation of the table coin_entries is another one")) << drift;
}

TEST_F(GuardTest, AreMissedWhenATriggerDoesNothing) {
  if (home_.on_postgresql()) {
    ASSERT_TRUE(sql("DROP TRIGGER coin_entries_no_change ON coin_entries"));
    ASSERT_TRUE(
        sql("CREATE TRIGGER coin_entries_no_change BEFORE UPDATE OR DELETE ON coin_entries FOR EACH ROW "
            "EXECUTE FUNCTION suppress_redundant_updates_trigger()"));
  } else {
    ASSERT_TRUE(sql("DROP TRIGGER coin_entries_no_update"));
    ASSERT_TRUE(
        sql("CREATE TRIGGER coin_entries_no_update BEFORE UPDATE ON coin_entries BEGIN SELECT 1; END"));
  }
  const std::string drift = verify().drift.value_or("none");
  EXPECT_TRUE(drift.contains(" is another one (")) << drift;
}

}  // namespace
}  // namespace coins
