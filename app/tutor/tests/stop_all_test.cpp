// Everything of one account is stopped, before it goes.
#include <boost/asio/co_spawn.hpp>

#include "ask_fixture.h"
#include "journal_file.h"

namespace tutor {
namespace {

class StopAllTest : public AskTest {
 protected:
  StopAllTest() {
    give(ada_, 5);
    give(bob_, 5);
  }
  ~StopAllTest() override {
    if (tutor_) runtime::run_task(loop_, tutor_->shut_down(std::chrono::milliseconds(0)));
    tutor_.reset();
  }
  std::shared_ptr<std::optional<base::Result<>>> stop_all() {
    auto outcome = std::make_shared<std::optional<base::Result<>>>();
    boost::asio::co_spawn(loop_, tutor_->stop_all(ada_),
                          [outcome](const std::exception_ptr& failure, base::Result<> done) {
                            EXPECT_FALSE(failure);
                            outcome->emplace(std::move(done));
                          });
    return outcome;
  }
  void send(std::size_t number, std::string text) {
    call(number).deltas.push_back(std::move(text));
    call(number).changed.notify();
  }

  JournalFile file_;
  std::unique_ptr<TextJournal> journal_ = file_.open();
};

TEST_F(StopAllTest, StopsByTheRulesAndOnlyThatAccount) {
  start();
  const auto with_text = accepted(question("Why?")).answer;
  send(0, "Because");
  run_until([&] { return !with_text->text().empty(); });
  const auto without_text = accepted(question("How?")).answer;
  call(1);
  NewQuestion of_bob = question("Mine?");
  of_bob.account_id = bob_;
  const auto others = accepted(of_bob).answer;
  call(2);
  const auto outcome = stop_all();
  run_until([&] { return outcome->has_value(); });
  ASSERT_TRUE(outcome->value());
  ASSERT_TRUE(with_text->ending() && without_text->ending()) << "it waits until they are booked";
  EXPECT_TRUE(with_text->ending()->charged);
  EXPECT_TRUE(without_text->ending()->refunded);
  EXPECT_EQ(copper_of(ada_), 4);
  EXPECT_FALSE(others->ending());
  finish(call(2), "Yes.");
  EXPECT_EQ(ended(others).reason, "stop");
}

TEST_F(StopAllTest, WaitsUntilTheJournalHasNoTextOfIt) {
  TutorOptions options;
  options.save_interval = std::chrono::milliseconds(1);
  start(options, journal_.get());
  const auto answer = accepted(question("Why?")).answer;
  send(0, "Dear Ada");
  run_until([&] { return !answer->text().empty(); });
  EXPECT_TRUE(file_.bytes().contains("Dear Ada"));
  tutor_->start();
  const auto outcome = stop_all();
  run_until([&] { return outcome->has_value(); });
  EXPECT_TRUE(outcome->value());
  EXPECT_FALSE(file_.bytes().contains("Dear Ada"));
  EXPECT_EQ(stored(answer->identity().answer_id)->text, "Dear Ada") << "the database has it";
}

TEST_F(StopAllTest, AServerThatEndsSaysSo) {
  start({}, journal_.get());
  const auto outcome = stop_all();
  runtime::run_task(loop_, tutor_->shut_down(std::chrono::milliseconds(0)));
  run_until([&] { return outcome->has_value(); });
  ASSERT_FALSE(outcome->value());
  EXPECT_EQ(outcome->value().error().code, kBusy);
  tutor_.reset();
}

TEST_F(StopAllTest, WhatIsDroppedEndsByItself) {
  start();
  const auto answer = accepted(question("Why?")).answer;
  call(0);
  tutor_->drop(bob_);
  tutor_->drop(ada_);
  EXPECT_EQ(ended(answer).reason, "stopped");
  EXPECT_TRUE(call(0).cancelled);
}

}  // namespace
}  // namespace tutor
