// Two servers on one database: one reservation, one call of a model, one answer, wherever it is asked and
// read.
#include <tutor/nodes.h>
#include <tutor/tutor.h>

#include "fixture.h"

namespace tutor {
namespace {

class SeveralServersTest : public TutorTest {
 protected:
  struct Server {
    ScriptedModel model;
    std::unique_ptr<Tutor> tutor;
    std::vector<std::string> refunds;
  };

  SeveralServersTest() {
    give(ada_, 5);
    for (Server* server : {&here_, &there_}) {
      TutorOptions options;
      options.sharing = Sharing::kSeveralServers;
      options.save_interval = options.check_interval = options.stop_interval = options.follow_interval =
          std::chrono::milliseconds(1);
      server->tutor = std::make_unique<Tutor>(loop_.get_executor(), *database_, server->model, options);
      server->tutor->on_refund([server](const AnswerIdentity& answer, const coins::Balances&) {
        server->refunds.push_back(answer.answer_id);
      });
      // As the recovery does that every server begins with: before it has a lease, the other takes it for
      // gone.
      write([&](store::Transaction& tx) -> base::Result<> {
        renew_lease(tx, server->tutor->node());
        return {};
      });
      server->tutor->start();
    }
  }
  ~SeveralServersTest() override { shut_down(); }
  void shut_down() {
    if (!std::exchange(down_, true)) runtime::run_task(loop_, shut_both_down());
  }
  // One after the other in one task: a loop runs dry only when both have ended.
  runtime::Task<> shut_both_down() {
    co_await here_.tutor->shut_down(std::chrono::milliseconds(0));
    co_await there_.tutor->shut_down(std::chrono::milliseconds(0));
  }

  Accepted accepted(Server& server, NewQuestion asked) {
    auto outcome = result_of(server.tutor->ask(std::move(asked)));
    EXPECT_TRUE(outcome) << outcome.error().message;
    return *outcome;
  }
  std::shared_ptr<Answer> found(Server& server, const std::string& id) {
    auto answer = result_of(server.tutor->find(ada_, id));
    EXPECT_TRUE(answer) << answer.error().message;
    return *answer;
  }
  ScriptedModel::Call& call(Server& server, std::size_t number = 0) {
    run_until([&] { return server.model.calls.size() > number; });
    return *server.model.calls[number];
  }
  void send(Server& server, std::string text) {
    call(server).deltas.push_back(std::move(text));
    call(server).changed.notify();
  }

  Server here_;
  Server there_;
  bool down_ = false;
};

TEST_F(SeveralServersTest, TheSameQuestionElsewhereReadsAlong) {
  const NewQuestion once = question("Why?");
  const Accepted first = accepted(here_, once);
  send(here_, "Be");
  const Accepted second = accepted(there_, once);
  EXPECT_TRUE(second.repeated);
  EXPECT_EQ(second.balances.copper, 4);
  run_until([&] { return second.answer->text() == "Be"; });
  EXPECT_FALSE(second.answer->ending());
  send(here_, "cause \xf0\x9f\x98\x80");
  run_until([&] { return second.answer->text() == "Because \xf0\x9f\x98\x80"; });
  finish(call(here_), ".");
  const Ending& ending = ended(second.answer);
  EXPECT_EQ(ending.reason, "stop");
  EXPECT_TRUE(ending.charged);
  EXPECT_EQ(ending.balances.copper, 4);
  EXPECT_EQ(second.answer->text(), "Because \xf0\x9f\x98\x80.");
  EXPECT_EQ(copper_of(ada_), 4) << "charged once";
  EXPECT_TRUE(there_.model.calls.empty());
}

TEST_F(SeveralServersTest, ManyAskBothAtOnce) {
  const NewQuestion once = question("Why?");
  std::vector<std::shared_ptr<Answer>> answers;
  constexpr std::size_t kAskers = 50;
  for (std::size_t i = 0; i < kAskers; ++i) {
    for (Server* server : {&here_, &there_}) {
      boost::asio::co_spawn(loop_, server->tutor->ask(once),
                            [&](const std::exception_ptr&, base::Result<Accepted> accepted) {
                              ASSERT_TRUE(accepted) << accepted.error().message;
                              answers.push_back(accepted->answer);
                            });
    }
  }
  run_until([&] { return answers.size() == 2 * kAskers; });
  run_until([&] { return here_.model.calls.size() + there_.model.calls.size() == 1; });
  finish(here_.model.calls.empty() ? call(there_) : call(here_), "Because.");
  for (const auto& answer : answers) {
    EXPECT_EQ(ended(answer).reason, "stop");
    EXPECT_EQ(answer->text(), "Because.");
  }
  EXPECT_EQ(here_.model.calls.size() + there_.model.calls.size(), 1U);
  EXPECT_EQ(copper_of(ada_), 4);
}

TEST_F(SeveralServersTest, TheSameIdWithAnotherTextIsRefusedElsewhere) {
  const NewQuestion once = question("Why?");
  accepted(here_, once);
  const auto other = result_of(there_.tutor->ask(question("Another?", once.id)));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, kInvalidMessage);
}

TEST_F(SeveralServersTest, AnAnswerIsFoundFromElsewhere) {
  const Accepted asked = accepted(here_, question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  send(here_, "Be");
  const auto answer = found(there_, id);
  EXPECT_EQ(found(there_, id), answer) << "all who follow it share it";
  finish(call(here_), "cause.");
  EXPECT_EQ(ended(answer).reason, "stop");
  EXPECT_EQ(answer->text(), "Because.");
  EXPECT_EQ(found(there_, id)->text(), "Because.") << "and when it has ended";
}

TEST_F(SeveralServersTest, AReaderWhoKnowsMoreThanTheDatabaseIsWaitedFor) {
  const Accepted asked = accepted(here_, question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  call(here_);
  std::shared_ptr<Answer> found_there;
  boost::asio::co_spawn(
      loop_, there_.tutor->find(ada_, id, 8),
      [&](const std::exception_ptr&, base::Result<std::shared_ptr<Answer>> found) { found_there = *found; });
  const auto along = found(there_, id);
  send(here_, "Becau");
  run_until([&] { return along->text() == "Becau"; });
  EXPECT_FALSE(found_there);
  send(here_, "se it");
  run_until([&] { return found_there != nullptr; });
  EXPECT_EQ(found_there->text(), "Because it");
}

TEST_F(SeveralServersTest, AStopFromElsewhereEndsTheModelsCall) {
  const Accepted asked = accepted(here_, question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  send(here_, "Be");
  const auto answer = found(there_, id);
  ASSERT_TRUE(result_of(there_.tutor->stop(ada_, id)));
  EXPECT_EQ(ended(answer).reason, "stopped");
  EXPECT_EQ(ended(asked.answer).reason, "stopped");
  EXPECT_TRUE(asked.answer->ending()->charged);
  EXPECT_TRUE(call(here_).cancelled);
  EXPECT_FALSE(result_of(there_.tutor->stop(bob_, id))) << "nobody stops what belongs to others";
}

TEST_F(SeveralServersTest, AServerThatIsGoneIsCleanedUpAfter) {
  // It asked, and was killed; its lease is over.
  const NewQuestion left = question("Why?");
  const std::string gone = base::random_uuid();
  write([&](store::Transaction& tx) { return record_question(tx, left, 10, gone); });
  const auto answer = found(here_, left.id);
  EXPECT_EQ(ended(answer).reason, "interrupted");
  EXPECT_EQ(copper_of(ada_), 5);
  // The database may tell the reader before the one who refunded it has heard that it did.
  const auto refunds = [this] { return here_.refunds.size() + there_.refunds.size(); };
  run_until([&] { return refunds() != 0; });
  EXPECT_EQ(refunds(), 1U) << "refunded once, by whoever was first";
}

TEST_F(SeveralServersTest, AServerThatLivesIsLeftAlone) {
  const Accepted asked = accepted(here_, question("Why?"));
  send(here_, "Be");
  // Several rounds of looking go by: each closes what a server left that is gone.
  for (int round = 0; round < 3; ++round) {
    const NewQuestion left = question("Gone?");
    write([&](store::Transaction& tx) { return record_question(tx, left, 10, base::random_uuid()); });
    run_until([&] { return stored(left.id)->ending.has_value(); });
  }
  finish(call(here_), "cause.");
  EXPECT_EQ(ended(asked.answer).reason, "stop");
}

TEST_F(SeveralServersTest, AServerThatComesBackLateTellsWhatStandsInTheDatabase) {
  const Accepted asked = accepted(here_, question("Why?"));
  const std::string id = asked.answer->identity().answer_id;
  send(here_, "Be");
  run_until([&] { return asked.answer->text() == "Be"; });
  // The other one took it for gone.
  write([&](store::Transaction& tx) { return interrupt_answer(tx, id, interrupted_by_restart()); });
  finish(call(here_), "cause.");
  EXPECT_EQ(ended(asked.answer).reason, "interrupted");
  EXPECT_TRUE(asked.answer->ending()->refunded);
  EXPECT_EQ(copper_of(ada_), 5);
  EXPECT_EQ(stored(id)->text, "Because.");
}

TEST_F(SeveralServersTest, AServerThatEndsHasNoLease) {
  const auto nodes = [this] {
    return write([](store::Transaction& tx) -> base::Result<std::size_t> {
      return tx.all<std::string>("SELECT id FROM nodes").size();
    });
  };
  run_until([&] { return nodes() == 2; });
  shut_down();
  EXPECT_EQ(nodes(), 0U);
}

}  // namespace
}  // namespace tutor
