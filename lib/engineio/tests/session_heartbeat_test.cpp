#include "rules_fixture.h"

namespace engineio {
namespace {

TEST_F(WebSocketRulesTest, PingsAndWaitsForThePong) {
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + milliseconds(300));
  pass(milliseconds(300));
  EXPECT_THAT(done(), ElementsAre("ws 2"));
  rules_.write_done();
  receive("3");
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + milliseconds(300));
}

TEST_F(WebSocketRulesTest, EndsWithoutAPongWhateverElseArrives) {
  pass(milliseconds(300));
  clock_.advance(milliseconds(199));
  receive("4still here");
  done();
  pass(milliseconds(1));
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed ping timeout"));
}

TEST_F(PollingRulesTest, PingsByThePollThatWaits) {
  rules_.poll_arrived();
  done();
  pass(milliseconds(300));
  EXPECT_THAT(done(), ElementsAre("poll 2"));
}

TEST_F(PollingRulesTest, APingWaitsForTheNextPoll) {
  pass(milliseconds(300));
  EXPECT_THAT(done(), IsEmpty());
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 2"));
}

TEST_F(PollingRulesTest, TheWaitingPollLearnsOfThePingTimeout) {
  rules_.poll_arrived();
  pass(milliseconds(300));
  rules_.poll_arrived();
  done();
  pass(milliseconds(200));
  EXPECT_THAT(done(), ElementsAre("poll 1", "forget", "closed ping timeout"));
}

}  // namespace
}  // namespace engineio
