#include <tutor/answers_audit.h>

#include "fixture.h"

namespace tutor {
namespace {

// Answers with the ids "done", "failed" and "running", charged, refunded and open.
class AnswersAuditTest : public TutorTest {
 protected:
  AnswersAuditTest() {
    give(ada_, 3);
    for (const std::string id : {"done", "failed", "running"}) {
      write([&](store::Transaction& tx) { return record_question(tx, question("Why?", id), 10); });
    }
    close("done", decide_ending({FinishReason::kStop, true, false, false}));
    close("failed", interrupted_by_restart());
  }

  void close(const std::string& id, const Ending& ending) {
    write([&](store::Transaction& tx) { return close_answer(tx, ada_, id, "text", ending); });
  }

  std::string drift_after(const std::string& statement) {
    write([&](store::Transaction& tx) -> base::Result<> {
      if (!statement.empty()) EXPECT_EQ(tx.change(statement), 1);
      return {};
    });
    const auto audit =
        write([](store::Transaction& tx) -> base::Result<AnswersAudit> { return verify_answers(tx); });
    EXPECT_EQ(audit.answers, 3);
    return audit.drift.value_or("none");
  }

  std::string ada() const { return "account " + std::to_string(ada_) + ", copper"; }
};

TEST_F(AnswersAuditTest, AnswersThatAgreeWithTheLedgerHaveNoDrift) {
  EXPECT_EQ(drift_after(""), "none");
}

TEST_F(AnswersAuditTest, NamesAnAnswerThatIsChargedWhileTheLedgerSaysRefunded) {
  EXPECT_EQ(drift_after("UPDATE answers SET charged = 1, refunded = 0 WHERE question_id = 'failed'"),
            ada() + ": the answer to question failed is failed, charged; in the ledger it is refunded (" +
                ada() + ").");
}

TEST_F(AnswersAuditTest, NamesAnAnswerThatIsRefundedWhileTheLedgerSaysSettled) {
  EXPECT_EQ(drift_after("UPDATE answers SET charged = 0, refunded = 1 WHERE question_id = 'done'"),
            ada() + ": the answer to question done is done, refunded; in the ledger it is settled (" + ada() +
                ").");
}

TEST_F(AnswersAuditTest, NamesAnAnswerThatIsBoth) {
  EXPECT_EQ(drift_after("UPDATE answers SET refunded = 1 WHERE question_id = 'done'"),
            ada() +
                ": the answer to question done is done, charged, refunded; in the ledger it is settled (" +
                ada() + ").");
}

TEST_F(AnswersAuditTest, NamesAnAnswerThatEndedWhileItsCoinIsStillReserved) {
  EXPECT_EQ(drift_after("UPDATE answers SET state = 'done' WHERE question_id = 'running'"),
            ada() + ": the answer to question running is done; in the ledger it is open (" + ada() + ").");
}

TEST_F(AnswersAuditTest, NamesAQuestionOfAnotherTier) {
  EXPECT_EQ(drift_after("UPDATE questions SET tier = 'gold' WHERE id = 'done'"),
            "account " + std::to_string(ada_) +
                ", gold: the answer to question done is done, charged; in the ledger it is settled (" +
                ada() + ").");
}

TEST_F(AnswersAuditTest, NamesAnAnswerThatNobodyPaidFor) {
  EXPECT_EQ(drift_after("DELETE FROM coin_reservations WHERE question_id = 'done'"),
            ada() + ": the answer to question done is done, charged; in the ledger it has no reservation.");
}

TEST_F(AnswersAuditTest, NamesAReservationWithoutAnAnswer) {
  EXPECT_EQ(drift_after("INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at) "
                        "VALUES ('lost', 1, 'gold', 'open', 1)"),
            "account 1, gold: question lost is open in the ledger, but there is no such answer.");
}

}  // namespace
}  // namespace tutor
