#include "ledger_fixture.h"

namespace coins {
namespace {

class AuditTest : public LedgerFixture {
 protected:
  AuditTest() {
    EXPECT_TRUE(grant(kAlice, Tier::kGold, 5));
    EXPECT_TRUE(grant(kBob, Tier::kCopper, 5));
    for (const std::string question : {"open", "settled", "refunded"})
      EXPECT_TRUE(reserve(kAlice, Tier::kGold, question));
    EXPECT_TRUE(settle("settled"));
    EXPECT_TRUE(refund("refunded"));
  }

  // Damages the ledger as no function of it can.
  void damage(const std::string& text) {
    if (home_.on_postgresql()) {
      ASSERT_TRUE(sql("ALTER TABLE coin_entries DISABLE TRIGGER USER"));
    } else {
      ASSERT_TRUE(sql("DROP TRIGGER IF EXISTS coin_entries_no_update"));
      ASSERT_TRUE(sql("DROP TRIGGER IF EXISTS coin_entries_no_delete"));
    }
    const auto changed = sql(text);
    ASSERT_TRUE(changed) << changed.error().message;
    ASSERT_GT(*changed, 0);
  }

  std::string drift() { return verify().drift.value_or("none"); }
};

TEST_F(AuditTest, ASoundLedgerHasNoDrift) {
  const Audit audit = verify();
  EXPECT_EQ(audit.drift, std::nullopt);
  EXPECT_EQ(audit.entries, 7);
  EXPECT_EQ(audit.balances, 2);
  EXPECT_EQ(audit.reservations, 3);
  EXPECT_EQ(audit.open_reservations, 1);
}

TEST_F(AuditTest, AnEmptyLedgerIsSound) {
  damage("DELETE FROM coin_entries");
  damage("DELETE FROM coin_balances");
  damage("DELETE FROM coin_reservations");
  EXPECT_EQ(drift(), "none");
}

TEST_F(AuditTest, NamesABalanceThatTheEntriesDoNotAddUpTo) {
  damage("UPDATE coin_balances SET balance = 9 WHERE account_id = 2");
  EXPECT_EQ(drift(), "account 2, copper: the balance is 9; the entries add up to 5.");
}

TEST_F(AuditTest, NamesAChangedEntry) {
  damage("UPDATE coin_entries SET amount = 50 WHERE id = 1");
  EXPECT_EQ(
      drift(),
      "account 1, gold: entry 1 (grant) says that the balance is 5 after it; the entries add up to 50.");
}

TEST_F(AuditTest, NamesAnEntryWhoseAmountDoesNotFitItsKind) {
  damage("UPDATE coin_entries SET amount = 1 WHERE kind = 'settle'");
  EXPECT_TRUE(drift().contains("(settle) has the amount 1.")) << drift();
}

TEST_F(AuditTest, NamesAMissingEntry) {
  damage("DELETE FROM coin_entries WHERE kind = 'settle'");
  EXPECT_EQ(drift(), "account 1, gold: question settled is settled, but its entries say something else.");
}

TEST_F(AuditTest, NamesAReservationInTheWrongState) {
  damage("UPDATE coin_reservations SET state = 'refunded', closed_at = 1 WHERE question_id = 'open'");
  EXPECT_EQ(drift(), "account 1, gold: question open is refunded, but its entries say something else.");
}

TEST_F(AuditTest, NamesAReservationOfAnotherAccount) {
  damage("UPDATE coin_reservations SET account_id = 2 WHERE question_id = 'open'");
  EXPECT_TRUE(drift().contains("question open")) << drift();
}

TEST_F(AuditTest, NamesAnEntryWithoutItsReservation) {
  damage("DELETE FROM coin_reservations WHERE question_id = 'settled'");
  EXPECT_TRUE(drift().contains("is for question settled, which has no reservation.")) << drift();
}

TEST_F(AuditTest, NamesABalanceThatIsMissing) {
  damage("DELETE FROM coin_balances WHERE account_id = 2");
  EXPECT_EQ(drift(), "account 2, copper: there are entries, but no balance.");
}

}  // namespace
}  // namespace coins
