// A write whose outcome nobody knows: the database may have done it although the server was told that it
// failed. The tests put the database into the state that it then has.
#include "ask_fixture.h"

namespace tutor {
namespace {

class UnknownOutcomeTest : public AskTest {
 protected:
  UnknownOutcomeTest() { give(ada_, 5); }

  static TutorOptions quick() {
    TutorOptions options;
    options.save_interval = std::chrono::milliseconds(1);
    options.check_interval = std::chrono::milliseconds(1);
    options.follow_interval = std::chrono::milliseconds(1);
    return options;
  }
  // The question is there, and its coin reserved, in this server's name.
  void recorded(const NewQuestion& asked) {
    write([&](store::Transaction& tx) { return record_question(tx, asked, 10, tutor_->node()); });
  }
};

TEST_F(UnknownOutcomeTest, TheSecondTryGoesOnWithTheQuestion) {
  start();
  const NewQuestion once = question("Why?");
  recorded(once);
  const Accepted asked = accepted(once);
  EXPECT_FALSE(asked.repeated);
  EXPECT_EQ(call(0).request.question, "Why?");
  finish(call(0), "Because.");
  EXPECT_EQ(ended(asked.answer).reason, "stop");
  EXPECT_EQ(copper_of(ada_), 4) << "charged once";
  EXPECT_EQ(model_.calls.size(), 1U);
}

TEST_F(UnknownOutcomeTest, TheSecondTryCarriesTheConversation) {
  start();
  const Accepted first = accepted(question("One?"));
  finish(call(0), "One.");
  ended(first.answer);
  NewQuestion next = question("Two?");
  next.conversation_id = first.answer->identity().conversation_id;
  recorded(next);
  const Accepted second = accepted(next);
  ASSERT_EQ(call(1).request.earlier.size(), 1U);
  EXPECT_EQ(call(1).request.earlier[0].answer, "One.");
}

TEST_F(UnknownOutcomeTest, AQuestionThatNobodyAnswersIsGivenBack) {
  start(quick()).start();
  std::vector<std::int64_t> told;
  tutor_->on_refund(
      [&](const AnswerIdentity&, const coins::Balances& balances) { told.push_back(balances.copper); });
  const NewQuestion lost = question("Why?");
  recorded(lost);
  run_until([&] { return !told.empty(); });
  EXPECT_EQ(told.front(), 5);
  EXPECT_EQ(copper_of(ada_), 5);
  EXPECT_EQ(stored(lost.id)->ending->reason, "interrupted");
  EXPECT_TRUE(model_.calls.empty());
}

TEST_F(UnknownOutcomeTest, WhoReadsSuchAQuestionIsToldItsEnd) {
  start(quick());
  const NewQuestion lost = question("Why?");
  recorded(lost);
  const auto answer = result_of(tutor_->find(ada_, lost.id)).value();
  EXPECT_FALSE(answer->ending());
  tutor_->start();
  EXPECT_EQ(ended(answer).reason, "interrupted");
  EXPECT_EQ(answer->ending()->balances.copper, 5);
}

TEST_F(UnknownOutcomeTest, WhatIsBeingAnsweredIsNotGivenBack) {
  start(quick()).start();
  const Accepted asked = accepted(question("Why?"));
  ScriptedModel::Call& running = call(0);
  // Several rounds of looking go by: one gives back the other question.
  const NewQuestion lost = question("Lost?");
  for (int round = 0; round < 3; ++round) {
    const NewQuestion next = question("Lost?");
    recorded(next);
    run_until([&] { return stored(next.id)->ending.has_value(); });
  }
  EXPECT_FALSE(stored(asked.answer->identity().answer_id)->ending);
  finish(running, "Because.");
  EXPECT_EQ(ended(asked.answer).reason, "stop");
  EXPECT_EQ(copper_of(ada_), 4);
}

TEST_F(UnknownOutcomeTest, AnEndThatWasBookedAlreadyIsTheOneThatReadersGet) {
  start();
  const Accepted asked = accepted(question("Why?"));
  call(0).deltas.emplace_back("Beca");
  call(0).changed.notify();
  run_until([&] { return !asked.answer->text().empty(); });
  const std::string id = asked.answer->identity().answer_id;
  write([&](store::Transaction& tx) { return interrupt_answer(tx, id, interrupted_by_restart()); });
  finish(call(0), "use.");
  const Ending& ending = ended(asked.answer);
  EXPECT_EQ(ending.reason, "interrupted");
  EXPECT_TRUE(ending.refunded);
  EXPECT_EQ(ending.balances.copper, 5);
  EXPECT_EQ(copper_of(ada_), 5);
  EXPECT_EQ(stored(id)->text, "Because.") << "what its readers saw is kept";
}

TEST_F(UnknownOutcomeTest, ATextThatWasSavedAlreadyIsNotSavedTwice) {
  start(quick());
  const Accepted asked = accepted(question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  call(0).deltas.emplace_back("One two ");
  call(0).changed.notify();
  run_until([&] { return !asked.answer->text().empty(); });
  write([&](store::Transaction& tx) -> base::Result<> {
    extend_text(tx, id, 0, "One ");
    return {};
  });
  tutor_->start();
  run_until([&] { return stored(id)->text.size() >= 8; });
  EXPECT_EQ(stored(id)->text, "One two ");
  call(0).deltas.emplace_back("three");
  call(0).changed.notify();
  run_until([&] { return stored(id)->text == "One two three"; });
}

}  // namespace
}  // namespace tutor
