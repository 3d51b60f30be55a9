#include <set>

#include <boost/asio/co_spawn.hpp>

#include <tutor/tutor.h>

#include "fixture.h"

namespace tutor {
namespace {

class AskTest : public TutorTest {
 protected:
  Tutor& start(TutorOptions options = {}) {
    tutor_ = std::make_unique<Tutor>(loop_.get_executor(), *database_, model_, options);
    return *tutor_;
  }
  ~AskTest() override {
    if (!tutor_) return;
    runtime::run_task(loop_, tutor_->shut_down(std::chrono::milliseconds(0)));
  }

  // Runs the loop until `done`: waits for what other threads post, and for nothing else.
  void run_until(const std::function<bool()>& done) {
    const auto work = boost::asio::make_work_guard(loop_);
    loop_.restart();
    while (!done()) loop_.run_one();
  }

  // What became of a question, once that is known.
  std::shared_ptr<std::optional<base::Result<Accepted>>> ask(NewQuestion question) {
    auto outcome = std::make_shared<std::optional<base::Result<Accepted>>>();
    boost::asio::co_spawn(loop_, tutor_->ask(std::move(question)),
                          [outcome](const std::exception_ptr& failure, base::Result<Accepted> accepted) {
                            EXPECT_FALSE(failure);
                            outcome->emplace(std::move(accepted));
                          });
    return outcome;
  }
  Accepted accepted(NewQuestion question) {
    const auto outcome = ask(std::move(question));
    run_until([&] { return outcome->has_value(); });
    EXPECT_TRUE(outcome->value()) << outcome->value().error().message;
    return outcome->value().value();
  }
  base::Error refused(NewQuestion question) {
    const auto outcome = ask(std::move(question));
    run_until([&] { return outcome->has_value(); });
    EXPECT_FALSE(outcome->value());
    return outcome->value().error();
  }
  ScriptedModel::Call& call(std::size_t number) {
    run_until([&] { return model_.calls.size() > number; });
    return *model_.calls[number];
  }
  const Ending& ended(const std::shared_ptr<Answer>& answer) {
    run_until([&] { return answer->ending().has_value(); });
    return *answer->ending();
  }
  base::Result<> stop(const std::string& answer_id) { return runtime_run(tutor_->stop(ada_, answer_id)); }
  template <class T>
  T runtime_run(runtime::Task<T> task) {
    std::optional<T> result;
    boost::asio::co_spawn(loop_, std::move(task),
                          [&](const std::exception_ptr&, T value) { result.emplace(std::move(value)); });
    run_until([&] { return result.has_value(); });
    return std::move(*result);
  }

  std::unique_ptr<Tutor> tutor_;
};

void finish(ScriptedModel::Call& call, std::string text, ModelResult result = FinishReason::kStop) {
  if (!text.empty()) call.deltas.push_back(std::move(text));
  call.result = std::move(result);
  call.changed.notify();
}

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
  EXPECT_EQ(runtime_run(tutor_->find(ada_, once.id)).value()->ending()->balances.copper, 1);
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
  EXPECT_FALSE(runtime_run(tutor_->find(bob_, once.id)));
  EXPECT_FALSE(runtime_run(tutor_->stop(bob_, once.id)));
  EXPECT_TRUE(runtime_run(tutor_->find(ada_, once.id)));
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
