#include <set>

#include "ask_fixture.h"

namespace tutor {
namespace {

TEST_F(AskTest, ReservesBeforeTheModelIsCalledAndSettlesAtTheEnd) {
  give(ada_, 2);
  start();
  const Accepted asked = accepted(question("Why?"));
  EXPECT_EQ(asked.balances.copper, 1);
  ScriptedModel::Call& running = call(0);
  EXPECT_EQ(copper_of(ada_), 1) << "the coin is reserved while the model works";
  EXPECT_EQ(running.request.question, "Why?");
  finish(running, "Because.");
  const Ending& ending = ended(asked.answer);
  EXPECT_EQ(ending.reason, "stop");
  EXPECT_TRUE(ending.charged);
  EXPECT_EQ(ending.balances.copper, 1);
  EXPECT_EQ(stored(asked.answer->identity().answer_id)->text, "Because.");
}

TEST_F(AskTest, GivesTheCoinBackWhenTheModelFails) {
  give(ada_, 1);
  start();
  std::vector<std::int64_t> told;
  tutor_->on_refund([&](const AnswerIdentity& answer, const coins::Balances& balances) {
    EXPECT_EQ(answer.account_id, ada_);
    told.push_back(balances.copper);
  });
  const Accepted asked = accepted(question("Why?"));
  finish(call(0), "Half an", std::unexpected(ModelFailure{kUpstreamTimeout, "slow"}));
  EXPECT_EQ(ended(asked.answer).reason, "upstream_timeout");
  EXPECT_EQ(asked.answer->ending()->balances.copper, 1);
  EXPECT_EQ(copper_of(ada_), 1);
  EXPECT_EQ(told, std::vector<std::int64_t>{1});
  EXPECT_EQ(stored(asked.answer->identity().answer_id)->text, "Half an") << "the text so far is kept";
}

TEST_F(AskTest, AsksNobodyWithoutACoin) {
  start();
  EXPECT_EQ(refused(question("Why?")).code, coins::kLowCoins);
  EXPECT_TRUE(model_.calls.empty());
}

TEST_F(AskTest, ManyAtOnceWithOneCoinGetOneAnswer) {
  give(ada_, 1);
  TutorOptions options;
  options.running_per_account = 10'000;
  start(options);
  std::vector<std::shared_ptr<std::optional<base::Result<Accepted>>>> outcomes;
  for (int i = 0; i < 1000; ++i) outcomes.push_back(ask(question("Why?")));
  run_until([&] {
    return std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome->has_value(); });
  });
  const auto count =
      std::ranges::count_if(outcomes, [](const auto& outcome) { return outcome->value().has_value(); });
  EXPECT_EQ(count, 1);
  for (const auto& outcome : outcomes) {
    if (!outcome->value()) EXPECT_EQ(outcome->value().error().code, coins::kLowCoins);
  }
  finish(call(0), "Because.");
  EXPECT_EQ(model_.calls.size(), 1U);
  EXPECT_EQ(copper_of(ada_), 0);
}

TEST_F(AskTest, TheSameIdAtOnceIsOneQuestion) {
  give(ada_, 5);
  start();
  const NewQuestion once = question("Why?");
  std::vector<std::shared_ptr<std::optional<base::Result<Accepted>>>> outcomes;
  for (int i = 0; i < 100; ++i) outcomes.push_back(ask(once));
  run_until([&] {
    return std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome->has_value(); });
  });
  std::set<Answer*> answers;
  for (const auto& outcome : outcomes) answers.insert(outcome->value().value().answer.get());
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_EQ(copper_of(ada_), 4);
  finish(call(0), "Because.");
  EXPECT_EQ(model_.calls.size(), 1U);
}

TEST_F(AskTest, TheSameIdLaterGetsTheFinishedAnswerForNothing) {
  give(ada_, 2);
  start();
  const NewQuestion once = question("Why?");
  const Accepted first = accepted(once);
  finish(call(0), "Because.");
  ended(first.answer);
  const Accepted again = accepted(once);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.answer->text(), "Because.");
  EXPECT_EQ(again.answer->ending()->reason, "stop");
  EXPECT_EQ(again.answer->ending()->balances.copper, 1) << "the ending tells the balances of now";
  EXPECT_EQ(result_of(tutor_->find(ada_, once.id)).value()->ending()->balances.copper, 1);
  EXPECT_EQ(copper_of(ada_), 1);
}

TEST_F(AskTest, TheSameIdWithAnotherTextIsRefused) {
  give(ada_, 5);
  start();
  const NewQuestion once = question("Why?");
  const Accepted first = accepted(once);
  EXPECT_EQ(refused(question("Another?", once.id)).code, kInvalidMessage) << "while it runs";
  finish(call(0), "Because.");
  ended(first.answer);
  EXPECT_EQ(refused(question("Another?", once.id)).code, kInvalidMessage) << "when it has ended";
  EXPECT_EQ(copper_of(ada_), 4);
}

TEST_F(AskTest, NobodyElseGetsAnAnswerByItsId) {
  give(ada_, 5);
  give(bob_, 5);
  start();
  NewQuestion once = question("Why?");
  const Accepted first = accepted(once);
  once.account_id = bob_;
  EXPECT_EQ(refused(once).code, kInvalidMessage);
  EXPECT_FALSE(result_of(tutor_->find(bob_, once.id)));
  EXPECT_FALSE(result_of(tutor_->stop(bob_, once.id)));
  EXPECT_TRUE(result_of(tutor_->find(ada_, once.id)));
  EXPECT_EQ(copper_of(bob_), 5);
}

TEST_F(AskTest, IsBusyOverTheLimitsAndChargesNothing) {
  give(ada_, 5);
  TutorOptions options;
  options.running_per_account = 1;
  start(options);
  const Accepted first = accepted(question("One?"));
  EXPECT_EQ(refused(question("Two?")).code, kBusy);
  EXPECT_EQ(copper_of(ada_), 4);
  finish(call(0), "One.");
  ended(first.answer);
  accepted(question("Two?"));
}

TEST_F(AskTest, ALimitInAllIsOfAllTutorsTogether) {
  give(ada_, 5);
  TutorOptions options;
  options.running_total = 2;
  options.running_together = std::make_shared<std::atomic<std::size_t>>(1);  // by another loop's
  start(options);
  const Accepted first = accepted(question("One?"));
  EXPECT_EQ(*options.running_together, 2U);
  EXPECT_EQ(refused(question("Two?")).code, kBusy);
  EXPECT_EQ(*options.running_together, 2U) << "what is refused takes no place";
  EXPECT_EQ(copper_of(ada_), 4);
  --*options.running_together;
  const Accepted second = accepted(question("Two?"));
  finish(call(0), "One.");
  ended(first.answer);
  finish(call(1), "Two.");
  ended(second.answer);
  EXPECT_EQ(*options.running_together, 0U);
}

TEST_F(AskTest, StopBeforeTheFirstTextIsFree) {
  give(ada_, 1);
  start();
  const Accepted asked = accepted(question("Why?"));
  call(0);
  ASSERT_TRUE(stop(asked.answer->identity().answer_id));
  const Ending& ending = ended(asked.answer);
  EXPECT_EQ(ending.reason, "stopped");
  EXPECT_FALSE(ending.charged);
  EXPECT_EQ(copper_of(ada_), 1);
  EXPECT_TRUE(model_.calls[0]->cancelled);
}

TEST_F(AskTest, StopAfterTheFirstTextIsCharged) {
  give(ada_, 1);
  start();
  const Accepted asked = accepted(question("Why?"));
  ScriptedModel::Call& running = call(0);
  running.deltas.emplace_back("Beca");
  running.changed.notify();
  run_until([&] { return !asked.answer->text().empty(); });
  ASSERT_TRUE(stop(asked.answer->identity().answer_id));
  const Ending& ending = ended(asked.answer);
  EXPECT_EQ(ending.reason, "stopped");
  EXPECT_TRUE(ending.charged);
  EXPECT_EQ(copper_of(ada_), 0);
}

TEST_F(AskTest, CarriesTheEarlierTurnsOfTheConversation) {
  give(ada_, 5);
  start();
  const Accepted first = accepted(question("One?"));
  finish(call(0), "One.");
  ended(first.answer);
  NewQuestion next = question("Two?");
  next.conversation_id = first.answer->identity().conversation_id;
  accepted(next);
  const ModelRequest& request = call(1).request;
  ASSERT_EQ(request.earlier.size(), 1U);
  EXPECT_EQ(request.earlier[0].question, "One?");
  EXPECT_EQ(request.earlier[0].answer, "One.");
}

TEST_F(AskTest, RefusesAConversationOfSomebodyElse) {
  give(ada_, 5);
  give(bob_, 5);
  start();
  const Accepted first = accepted(question("One?"));
  NewQuestion foreign = question("Two?");
  foreign.account_id = bob_;
  foreign.conversation_id = first.answer->identity().conversation_id;
  EXPECT_EQ(refused(foreign).code, kInvalidMessage);
  EXPECT_EQ(copper_of(bob_), 5);
}

TEST_F(AskTest, AModelThatThrowsCostsNothing) {
  give(ada_, 1);
  start();
  model_.prepare = [](ScriptedModel::Call&) { throw std::runtime_error("a bug"); };
  const Accepted asked = accepted(question("Why?"));
  EXPECT_EQ(ended(asked.answer).reason, "upstream_error");
  EXPECT_EQ(copper_of(ada_), 1);
}

TEST_F(AskTest, SavesTheTextWhileItIsWritten) {
  give(ada_, 1);
  TutorOptions options;
  options.save_interval = std::chrono::milliseconds(1);
  start(options).start();
  const Accepted asked = accepted(question("Why?"));
  ScriptedModel::Call& running = call(0);
  for (const std::string piece : {"One. ", "Two. ", "Three."}) {
    running.deltas.push_back(piece);
    running.changed.notify();
    const std::string& id = asked.answer->identity().answer_id;
    run_until([&] { return stored(id)->text == asked.answer->text() && stored(id)->text.ends_with(piece); });
    EXPECT_FALSE(stored(id)->ending);
  }
}

TEST_F(AskTest, ShutDownRefundsWhatIsNotComplete) {
  give(ada_, 1);
  start();
  const Accepted asked = accepted(question("Why?"));
  call(0).deltas.emplace_back("Beca");
  call(0).changed.notify();
  run_until([&] { return !asked.answer->text().empty(); });
  runtime::run_task(loop_, tutor_->shut_down(std::chrono::milliseconds(0)));
  ASSERT_TRUE(asked.answer->ending());
  EXPECT_EQ(asked.answer->ending()->reason, "interrupted");
  EXPECT_EQ(copper_of(ada_), 1);
  EXPECT_EQ(stored(asked.answer->identity().answer_id)->text, "Beca");
  EXPECT_EQ(refused(question("Again?")).code, kBusy);
}

TEST_F(AskTest, ShutDownLetsAnswersFinishWithinTheGrace) {
  give(ada_, 1);
  start();
  const Accepted asked = accepted(question("Why?"));
  call(0);
  bool down = false;
  boost::asio::co_spawn(loop_, tutor_->shut_down(std::chrono::hours(1)),
                        [&](const std::exception_ptr&) { down = true; });
  boost::asio::post(loop_, [this] { finish(*model_.calls[0], "Because."); });
  run_until([&] { return down; });
  EXPECT_EQ(asked.answer->ending()->reason, "stop");
  EXPECT_EQ(copper_of(ada_), 0);
}

}  // namespace
}  // namespace tutor
