#include <initializer_list>

#include "rules_fixture.h"

namespace engineio {
namespace {

using QueueTest = WebSocketRulesTest;

TEST_F(QueueTest, AnIdleWebSocketIsWrittenAtOnce) {
  EXPECT_TRUE(rules_.writable());
  send("4a");
  EXPECT_THAT(done(), ElementsAre("ws 4a"));
  EXPECT_FALSE(rules_.writable());
  EXPECT_EQ(rules_.queued_bytes(), 2U);
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("drained"));
  EXPECT_EQ(rules_.queued_bytes(), 0U);
}

TEST_F(QueueTest, ASocketThatTakesAllAtOnceStaysWritable) {
  actions_.writes_at_once = true;
  rules_.queue(Frame::text("4a"));
  EXPECT_TRUE(rules_.writable()) << "more may leave with it";
  EXPECT_TRUE(rules_.flush());
  EXPECT_TRUE(rules_.writable());
  EXPECT_EQ(rules_.queued_bytes(), 0U);
  EXPECT_FALSE(rules_.flush()) << "there was nothing";
  EXPECT_THAT(done(), ElementsAre("ws 4a"));
  rules_.drain();
  EXPECT_THAT(done(), ElementsAre("drained"));
}

TEST_F(QueueTest, WhatIsQueuedAgainIsNotDrained) {
  actions_.writes_at_once = true;
  send("4a");
  rules_.queue(Frame::text("4" + std::string(20'000, 'b')));
  EXPECT_FALSE(rules_.writable());
  done();
  rules_.drain();
  EXPECT_THAT(done(), IsEmpty());
}

TEST_F(QueueTest, ASocketThatTakesMoreAgainIsDrainedAtOnce) {
  send("4a");
  send("4b");
  done();
  actions_.writes_at_once = true;
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("ws 4b", "drained"));
}

TEST_F(QueueTest, WhatQueuesUpDuringAWriteLeavesTogether) {
  send("4a");
  send("4b");
  send("4c");
  EXPECT_THAT(done(), ElementsAre("ws 4a"));
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("ws 4b 4c"));
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("drained"));
}

TEST_F(QueueTest, APingGoesBeforeWhatIsQueued) {
  send("4a");
  send("4b");
  pass(milliseconds(300));
  done();
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("ws 2 4b"));
}

TEST_F(QueueTest, AReaderThatNeverDrainsIsClosedSoonNotInsideTheSend) {
  send("4" + std::string(11, 'a'));
  send("4" + std::string(11, 'b'));
  EXPECT_THAT(done(), ElementsAre("ws 4aaaaaaaaaaa"));
  EXPECT_TRUE(rules_.is_open());
  EXPECT_LE(rules_.next_deadline(), clock_.now());
  send("4c");
  receive("4d");
  rules_.tick(clock_.now());
  EXPECT_THAT(done(), ElementsAre("abort websocket", "close websocket", "forget", "closed buffer overflow"));
}

TEST_F(QueueTest, OneMessageMayBeOfAnySize) {
  send("4" + std::string(100, 'a'));
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + limits_.ping_interval);
  EXPECT_EQ(done().size(), 1U);
}

std::vector<Frame> batch(std::initializer_list<std::string> packets) {
  std::vector<Frame> frames;
  for (const std::string& packet : packets) frames.push_back(Frame::text(packet));
  return frames;
}

TEST_F(QueueTest, ABatchLargerThanTheBoundLeavesWholeAndInOrder) {
  send("4a");
  rules_.queue_all(batch({"4" + std::string(30, 'b'), "4c"}));
  done();
  rules_.write_done();
  EXPECT_THAT(done(), ElementsAre("ws 4" + std::string(30, 'b') + " 4c"));
  EXPECT_TRUE(rules_.is_open());
}

TEST_F(QueueTest, ABatchBehindMoreThanTheBoundIsNotQueuedAtAll) {
  send("4" + std::string(30, 'a'));
  rules_.queue_all(batch({"4b", "4c"}));
  EXPECT_LE(rules_.next_deadline(), clock_.now());
  rules_.tick(clock_.now());
  EXPECT_THAT(done(), ElementsAre("ws 4" + std::string(30, 'a'), "abort websocket", "close websocket",
                                  "forget", "closed buffer overflow"));
}

TEST_F(QueueTest, WhatFollowsALargeBatchHasTheWholeBoundToItself) {
  rules_.queue_all(batch({"4" + std::string(30, 'a')}));
  rules_.flush();
  send("4" + std::string(15, 'b'));
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + limits_.ping_interval);
  send("4" + std::string(15, 'c'));
  EXPECT_LE(rules_.next_deadline(), clock_.now());
}

TEST_F(QueueTest, ABatchThatHasLeftExcusesNothing) {
  rules_.queue_all(batch({"4" + std::string(30, 'a')}));
  rules_.flush();
  rules_.write_done();
  send("4" + std::string(11, 'b'));
  EXPECT_EQ(rules_.next_deadline(), clock_.now() + limits_.ping_interval);
  send("4" + std::string(11, 'c'));
  EXPECT_LE(rules_.next_deadline(), clock_.now());
}

using PollingQueueTest = PollingRulesTest;

TEST_F(PollingQueueTest, AClientThatNeverPollsIsClosed) {
  send("4" + std::string(11, 'a'));
  send("4" + std::string(11, 'b'));
  rules_.tick(clock_.now());
  EXPECT_THAT(done(), ElementsAre("forget", "closed buffer overflow"));
}

}  // namespace
}  // namespace engineio
