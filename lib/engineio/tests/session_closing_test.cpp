#include "rules_fixture.h"

namespace engineio {
namespace {

using PollingCloseTest = PollingRulesTest;
using WebSocketCloseTest = WebSocketRulesTest;

TEST_F(PollingCloseTest, APendingPollIsToldAtOnce) {
  rules_.poll_arrived();
  done();
  close();
  EXPECT_THAT(done(), ElementsAre("poll 1", "forget", "closed forced close"));
}

TEST_F(PollingCloseTest, WithoutAPollTheBufferLeavesFirstThenTheClose) {
  send("4a");
  close();
  EXPECT_THAT(done(), ElementsAre("closed forced close"));
  EXPECT_TRUE(rules_.is_closing());
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 4a"));
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 6\x1e"
                                  "1",
                                  "forget"));
}

TEST_F(PollingCloseTest, WhatWasQueuedInTheSameBreathLeavesByThePendingPoll) {
  rules_.poll_arrived();
  done();
  rules_.queue(Frame::text("441"));
  close();
  EXPECT_THAT(done(), ElementsAre("poll 441", "closed forced close"));
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 6\x1e"
                                  "1",
                                  "forget"));
}

TEST_F(PollingCloseTest, AClosingSessionIgnoresWhatArrives) {
  close();
  done();
  receive("4a");
  receive("abc");
  EXPECT_THAT(done(), IsEmpty());
  EXPECT_FALSE(rules_.accepts_probe());
}

TEST_F(PollingCloseTest, TheLastPollIsAwaitedForAWhile) {
  close();
  done();
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + limits_.close_wait);
  pass(milliseconds(999));
  EXPECT_THAT(done(), IsEmpty());
  pass(milliseconds(1));
  EXPECT_THAT(done(), ElementsAre("forget"));
}

TEST_F(PollingCloseTest, NothingIsKeptForWhoIsKnownToBeGone) {
  send("4a");
  close(CloseReason::kTransportError);
  EXPECT_THAT(done(), ElementsAre("forget", "closed transport error"));
}

TEST_F(WebSocketCloseTest, NobodyWritesToWhoIsKnownToBeGone) {
  send("4a");
  send("4b");
  done();
  close(CloseReason::kTransportError);
  EXPECT_THAT(done(), ElementsAre("abort websocket", "close websocket", "forget", "closed transport error"));
}

TEST_F(PollingCloseTest, AShutdownWaitsForNothing) {
  send("4a");
  close(CloseReason::kServerShuttingDown);
  EXPECT_THAT(done(), ElementsAre("forget", "closed server shutting down"));
}

TEST_F(PollingCloseTest, AShutdownTellsThePendingPoll) {
  rules_.poll_arrived();
  done();
  close(CloseReason::kServerShuttingDown);
  EXPECT_THAT(done(), ElementsAre("poll 1", "forget", "closed server shutting down"));
}

TEST_F(WebSocketCloseTest, ACloseFrameFollowsWhatIsBeingWritten) {
  send("4a");
  done();
  close();
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed forced close"));
}

TEST_F(WebSocketCloseTest, WhatIsQueuedIsWrittenBeforeTheCloseFrame) {
  send("4a");
  send("4b");
  done();
  close();
  EXPECT_THAT(done(), ElementsAre("closed forced close"));
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("ws 4b", "close websocket", "forget"));
}

TEST_F(WebSocketCloseTest, AReaderThatTakesNothingIsCutOff) {
  send("4a");
  send("4b");
  close();
  done();
  pass(milliseconds(1000));
  EXPECT_THAT(done(), ElementsAre("abort websocket", "close websocket", "forget"));
}

TEST_F(WebSocketCloseTest, AShutdownDiscardsWhatIsQueued) {
  send("4a");
  send("4b");
  done();
  close(CloseReason::kServerShuttingDown);
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed server shutting down"));
}

TEST_F(WebSocketCloseTest, AShutdownEndsASessionThatIsClosing) {
  send("4a");
  send("4b");
  close();
  done();
  close(CloseReason::kServerShuttingDown);
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget"));
}

TEST_F(WebSocketCloseTest, ClosingTwiceIsClosingOnce) {
  close();
  done();
  close();
  rules_.websocket_lost(CloseReason::kTransportClose);
  EXPECT_THAT(done(), IsEmpty());
}

}  // namespace
}  // namespace engineio
