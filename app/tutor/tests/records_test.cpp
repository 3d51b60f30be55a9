#include <tutor/records.h>

#include "fixture.h"

namespace tutor {
namespace {

class RecordsTest : public TutorTest {
 protected:
  RecordedQuestion record(const NewQuestion& asked) {
    return write([&](store::Transaction& tx) { return record_question(tx, asked, 10); });
  }
  void close(const std::string& id, std::string_view text, const Ending& ending) {
    write([&](store::Transaction& tx) { return close_answer(tx, ada_, id, text, ending); });
  }
};

Ending whole() {
  return decide_ending({FinishReason::kStop, true, false, false});
}

TEST_F(RecordsTest, RecordNothingOfAQuestionThatHasNoCoin) {
  const auto refused = database_->write_now(
      [asked = question("Why?")](store::Transaction& tx) { return record_question(tx, asked, 10); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, coins::kLowCoins);
  const auto conversations = write([](store::Transaction& tx) -> base::Result<std::size_t> {
    return std::get<0>(tx.first<std::size_t>("SELECT count(*) FROM conversations").value());
  });
  EXPECT_EQ(conversations, 0U);
}

TEST_F(RecordsTest, SweepRefundsWhatACrashLeftOpenAndKeepsTheText) {
  give(ada_, 3);
  const NewQuestion finished = question("One?");
  const NewQuestion open = question("Two?");
  record(finished);
  close(finished.id, "One.", whole());
  record(open);
  write([&](store::Transaction& tx) -> base::Result<> {
    extend_text(tx, open.id, 0, "Tw");
    return {};
  });
  EXPECT_EQ(copper_of(ada_), 1);
  EXPECT_EQ(write([](store::Transaction& tx) { return close_interrupted(tx); }), 1U);
  EXPECT_EQ(copper_of(ada_), 2);
  EXPECT_EQ(stored(open.id)->text, "Tw");
  EXPECT_EQ(stored(open.id)->ending->reason, "interrupted");
  EXPECT_TRUE(stored(open.id)->ending->refunded);
  EXPECT_EQ(stored(finished.id)->ending->reason, "stop");
  EXPECT_EQ(write([](store::Transaction& tx) { return close_interrupted(tx); }), 0U)
      << "a second sweep finds nothing";
}

TEST_F(RecordsTest, ClosingTwiceBooksOnce) {
  give(ada_, 1);
  const NewQuestion asked = question("Why?");
  record(asked);
  close(asked.id, "Because.", whole());
  Ending failed = interrupted_by_restart();
  close(asked.id, "something else", failed);
  EXPECT_EQ(copper_of(ada_), 0);
  EXPECT_EQ(stored(asked.id)->text, "Because.");
}

TEST_F(RecordsTest, EarlierTurnsAreInOrderAndWithoutEmptyAnswers) {
  give(ada_, 9);
  NewQuestion asked = question("1?");
  const std::string conversation = record(asked).conversation_id;
  close(asked.id, "1.", whole());
  asked = question("2?");
  asked.conversation_id = conversation;
  record(asked);
  close(asked.id, "", interrupted_by_restart());
  asked = question("3?");
  asked.conversation_id = conversation;
  record(asked);
  close(asked.id, "3.", whole());
  asked = question("4?");
  asked.conversation_id = conversation;
  const RecordedQuestion recorded = record(asked);
  ASSERT_EQ(recorded.earlier.size(), 2U);
  EXPECT_EQ(recorded.earlier[0].answer, "1.");
  EXPECT_EQ(recorded.earlier[1].answer, "3.");
}

}  // namespace
}  // namespace tutor
