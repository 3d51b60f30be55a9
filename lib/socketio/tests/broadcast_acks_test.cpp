#include <optional>

#include "io_fixture.h"

namespace socketio {
namespace {

using std::chrono::milliseconds;
using testing::Key;

constexpr milliseconds kLong{60'000};

class BroadcastAcksTest : public IoTest {
 protected:
  BroadcastAcksTest() {
    a_.emplace(*this);
    b_.emplace(*this);
    first_ = a_->join()->id();
    second_ = b_->join()->id();
  }
  // What is still asked ends while the test can hear of it.
  ~BroadcastAcksTest() override {
    a_->leave();
    b_->leave();
  }

  void ask(milliseconds timeout) {
    io().of("/").everyone().emit_with_ack("ready?", Arguments::of(1), timeout,
                                          [this](BroadcastReplies replies) {
                                            replies_ = std::move(replies);
                                            ++calls_;
                                          });
  }

  std::optional<Client> a_;
  std::optional<Client> b_;
  std::string first_;
  std::string second_;
  BroadcastReplies replies_;
  int calls_ = 0;
};

TEST_F(BroadcastAcksTest, CollectEveryAnswerUnderOneId) {
  ask(kLong);
  EXPECT_THAT(a_->hear(), ElementsAre(R"(420["ready?",1])"));
  EXPECT_THAT(b_->hear(), ElementsAre(R"(420["ready?",1])"));
  b_->say(R"(30["yes"])");
  EXPECT_EQ(calls_, 0);
  b_->say(R"(30["twice"])");
  EXPECT_EQ(calls_, 0) << "an answer counts once";
  a_->say("30[2,3]");
  EXPECT_EQ(calls_, 1);
  EXPECT_THAT(replies_.missing, IsEmpty());
  EXPECT_EQ(replies_.responses.at(first_).values, (boost::json::array{2, 3}));
  EXPECT_EQ(replies_.responses.at(second_).values, (boost::json::array{"yes"}));
}

TEST_F(BroadcastAcksTest, ShareTheirIdsWithTheAcksOfSockets) {
  ask(kLong);
  joined_[0]->emit_with_ack("you?", {}, kLong, [](const base::Result<Arguments>&) {});
  EXPECT_THAT(a_->hear(), ElementsAre(R"(420["ready?",1])", R"(421["you?"])"));
}

TEST_F(BroadcastAcksTest, NameThoseWhoDidNotAnswerInTime) {
  ask(milliseconds(20));
  a_->say("30[]");
  turn_until([&] { return calls_ > 0; });
  EXPECT_THAT(replies_.responses, ElementsAre(Key(first_)));
  EXPECT_THAT(replies_.missing, ElementsAre(second_));
  b_->say("30[]");
  b_->leave();
  EXPECT_EQ(calls_, 1);
}

TEST_F(BroadcastAcksTest, DoNotWaitForThoseWhoLeft) {
  ask(kLong);
  a_->leave();
  EXPECT_EQ(calls_, 0);
  b_->say("30[]");
  EXPECT_EQ(calls_, 1);
  EXPECT_THAT(replies_.missing, ElementsAre(first_));
  EXPECT_THAT(replies_.responses, ElementsAre(Key(second_)));
}

TEST_F(BroadcastAcksTest, OfNobodyAreAnsweredLater) {
  io().of("/").to("nobody").emit_with_ack("ready?", {}, kLong, [&](BroadcastReplies replies) {
    EXPECT_THAT(replies.responses, IsEmpty());
    EXPECT_THAT(replies.missing, IsEmpty());
    ++calls_;
  });
  EXPECT_EQ(calls_, 0) << "never inside the call";
  turn();
  EXPECT_EQ(calls_, 1);
}

TEST_F(BroadcastAcksTest, DoNotAskWhoMissesAVolatileEvent) {
  a_->wire().stalled = true;
  joined_[0]->emit("busy");
  turn();
  io().of("/").everyone().as_volatile().emit_with_ack(
      "ready?", {}, kLong, [&](const BroadcastReplies& replies) {
        EXPECT_THAT(replies.responses, ElementsAre(Key(second_)));
        EXPECT_THAT(replies.missing, IsEmpty());
        ++calls_;
      });
  b_->say("30[]");
  EXPECT_EQ(calls_, 1);
}

TEST_F(BroadcastAcksTest, CarryBytesBothWays) {
  std::string bytes;
  io().of("/").to(first_).emit_with_ack("ready?", Arguments::of(Binary{"raw"}), kLong,
                                        [&](BroadcastReplies replies) {
                                          const Arguments& answer = replies.responses.at(first_);
                                          bytes = *answer.bytes_of(answer.values.at(0));
                                        });
  EXPECT_THAT(a_->hear(), ElementsAre(R"(451-0["ready?",{"_placeholder":true,"num":0}])", "raw"));
  a_->say(R"(61-0[{"_placeholder":true,"num":0}])");
  a_->say_bytes("cooked");
  EXPECT_EQ(bytes, "cooked");
}

runtime::Task<> count_answers(Broadcast target, std::size_t& answers) {
  const BroadcastReplies replies = co_await target.call("ready?", {}, kLong);
  answers = replies.responses.size();
}

TEST_F(BroadcastAcksTest, CanBeAwaited) {
  std::size_t answers = 0;
  boost::asio::co_spawn(loop_, count_answers(io().of("/").everyone(), answers), boost::asio::detached);
  turn();
  a_->say("30[]");
  b_->say("30[]");
  EXPECT_EQ(answers, 2U);
}

}  // namespace
}  // namespace socketio
