// How frames leave, as few bytes at a time as the socket takes.
#include "frame_queue.h"

#include <gtest/gtest.h>

namespace net {
namespace {

// Sends at most `step` bytes at a time.
std::string drain(FrameQueue& queue, std::size_t step) {
  std::string sent;
  while (!queue.empty()) {
    std::array<boost::asio::const_buffer, FrameQueue::kMostBuffers> room;
    std::string offered;
    for (const auto& buffer : queue.gather(room)) {
      EXPECT_GT(buffer.size(), 0U);
      offered.append(static_cast<const char*>(buffer.data()), buffer.size());
    }
    EXPECT_FALSE(offered.empty());
    const std::size_t taken = std::min(step, offered.size());
    sent += offered.substr(0, taken);
    queue.consume(taken);
  }
  return sent;
}

TEST(FrameQueue, HeadsAreAsShortAsTheyCanBe) {
  const auto head = [](std::size_t size) {
    return std::string(ServerFrameHead(Opcode::kBinary, size, false).bytes());
  };
  EXPECT_EQ(head(0), std::string("\x82\0", 2));
  EXPECT_EQ(head(125), "\x82\x7D");
  EXPECT_EQ(head(126), std::string("\x82\x7E\0\x7E", 4));
  EXPECT_EQ(head(65'535), "\x82\x7E\xFF\xFF");
  EXPECT_EQ(head(65'536), std::string("\x82\x7F\0\0\0\0\0\x01\0\0", 10));
  EXPECT_EQ(ServerFrameHead(Opcode::kText, 1, true).bytes(), "\xC1\x01");
}

TEST(FrameQueue, SendsTheSameBytesHoweverTheyAreCut) {
  std::string expected;
  for (int i = 0; i < 100; ++i) expected += std::string("\x81\x02hi\x82\0", 6);
  for (const std::size_t step : {1, 2, 3, 5, 150, 10'000}) {
    FrameQueue queue;
    for (int i = 0; i < 100; ++i) {
      queue.push(Opcode::kText, std::string("hi"));
      queue.push(Opcode::kBinary, {});
    }
    EXPECT_EQ(drain(queue, step), expected) << step;
  }
}

TEST(FrameQueue, CanBeUsedAgainWhenItIsEmpty) {
  FrameQueue queue;
  EXPECT_TRUE(queue.empty());
  for (int i = 0; i < 3; ++i) {
    queue.push(Opcode::kText, std::string("a"));
    EXPECT_EQ(drain(queue, 2),
              "\x81\x01"
              "a");
  }
}

TEST(FrameQueue, SendsOnlyTheLatestOfThePongsThatWait) {
  FrameQueue queue;
  queue.push_pong("begun");
  queue.consume(1);
  queue.push_pong("overtaken");
  queue.push(Opcode::kText, std::string("t"));
  queue.push_pong("latest");
  EXPECT_EQ(drain(queue, 100),
            "\x05"
            "begun\x81\x01t\x8A\x06latest");
}

}  // namespace
}  // namespace net
