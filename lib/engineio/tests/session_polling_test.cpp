#include "rules_fixture.h"

namespace engineio {
namespace {

using PollingTest = PollingRulesTest;

TEST_F(PollingTest, APollWaitsForData) {
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("drained"));
  send("4a");
  EXPECT_THAT(done(), ElementsAre("poll 4a"));
}

TEST_F(PollingTest, APollGetsTheWholeBuffer) {
  send("4a");
  rules_.queue(Frame::binary("\x01"));
  send("4b");
  EXPECT_THAT(done(), IsEmpty());
  rules_.poll_arrived();
  EXPECT_THAT(done(), ElementsAre("poll 4a\x1e"
                                  "bAQ==\x1e"
                                  "4b"));
}

TEST_F(PollingTest, IsWritableWhileAPollWaits) {
  EXPECT_FALSE(rules_.writable());
  rules_.poll_arrived();
  EXPECT_TRUE(rules_.writable());
  rules_.queue(Frame::text("4a"));
  EXPECT_TRUE(rules_.writable()) << "more may leave with it";
  rules_.flush();
  EXPECT_FALSE(rules_.writable());
}

TEST_F(PollingTest, ASecondPollEndsTheSession) {
  rules_.poll_arrived();
  done();
  EXPECT_FALSE(rules_.accepts_poll());
  rules_.poll_overlapped();
  EXPECT_THAT(done(), ElementsAre("poll 1", "forget", "closed transport error"));
}

TEST_F(PollingTest, APollThatIsAbortedEndsTheSession) {
  rules_.poll_arrived();
  done();
  rules_.poll_lost();
  EXPECT_THAT(done(), ElementsAre("forget", "closed transport error"));
}

TEST_F(PollingTest, AnAnswerThatIsLostEndsTheSessionAndTheNextPoll) {
  send("4a");
  rules_.poll_arrived();
  rules_.poll_arrived();
  done();
  rules_.answer_lost();
  EXPECT_THAT(done(), ElementsAre("poll 1", "forget", "closed transport error"));
}

TEST_F(PollingTest, ASecondPostEndsTheSession) {
  EXPECT_TRUE(rules_.accepts_post());
  rules_.post_arrived();
  EXPECT_FALSE(rules_.accepts_post());
  rules_.poll_arrived();
  done();
  rules_.post_overlapped();
  EXPECT_THAT(done(), ElementsAre("poll 1", "forget", "closed transport error"));
}

TEST_F(PollingTest, APostThatBreaksOffEndsTheSession) {
  rules_.post_arrived();
  rules_.post_failed();
  EXPECT_THAT(done(), ElementsAre("forget", "closed transport error"));
}

TEST_F(PollingTest, OnePostFollowsAnother) {
  rules_.post_arrived();
  rules_.post_ended();
  EXPECT_TRUE(rules_.accepts_post());
  EXPECT_TRUE(rules_.is_open());
}

TEST_F(PollingTest, WhatWasAnsweredBeforeAMalformedPacketLeaves) {
  rules_.poll_arrived();
  done();
  rules_.queue(Frame::text("4a"));
  receive("abc");
  EXPECT_THAT(done(), ElementsAre("poll 4a", "forget", "closed parse error"));
}

TEST_F(PollingTest, TheClientCloses) {
  rules_.poll_arrived();
  done();
  receive("1");
  EXPECT_THAT(done(), ElementsAre("poll 6", "forget", "closed transport close"));
  EXPECT_FALSE(rules_.is_open());
}

TEST_F(PollingTest, NothingHappensAfterTheEnd) {
  receive("1");
  done();
  send("4a");
  receive("4b");
  close();
  rules_.post_failed();
  pass(milliseconds(10'000));
  EXPECT_THAT(done(), IsEmpty());
  EXPECT_EQ(rules_.next_deadline(), base::SteadyTime::max());
}

}  // namespace
}  // namespace engineio
