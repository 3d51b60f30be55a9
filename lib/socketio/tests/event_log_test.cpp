#include "event_log.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace socketio {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class EventLogTest : public testing::Test {
 protected:
  void append(std::uint64_t offset, seconds at, std::vector<std::string> texts) {
    std::vector<engineio::Frame> frames;
    for (std::string& text : texts) frames.push_back(engineio::Frame::text(std::move(text)));
    log_->append(offset, std::move(frames), start_ + at);
  }

  std::vector<std::string> after(std::uint64_t offset) {
    const auto missed = log_->after(offset);
    if (!missed) return {"dropped"};
    std::vector<std::string> texts;
    for (const engineio::Frame& frame : *missed) texts.emplace_back(frame.bytes());
    return texts;
  }

  const base::SteadyTime start_{};
  std::shared_ptr<std::size_t> total_ = std::make_shared<std::size_t>(0);
  std::unique_ptr<EventLog> log_ = std::make_unique<EventLog>(total_);
};

TEST_F(EventLogTest, GivesWhatCameAfterAnOffset) {
  append(3, seconds(0), {"a"});
  append(4, seconds(1), {"b", "attachment"});
  append(9, seconds(2), {"c"});
  EXPECT_THAT(after(3), ElementsAre("b", "attachment", "c"));
  EXPECT_THAT(after(4), ElementsAre("c"));
  EXPECT_THAT(after(9), IsEmpty());
}

TEST_F(EventLogTest, GivesAllWhoHaveNone) {
  append(3, seconds(0), {"a"});
  EXPECT_THAT(after(0), ElementsAre("a"));
}

TEST_F(EventLogTest, TakesAnOffsetThatOtherSocketsWereGiven) {
  append(3, seconds(0), {"a"});
  append(9, seconds(1), {"b"});
  EXPECT_THAT(after(5), ElementsAre("b"));
  EXPECT_THAT(after(12), IsEmpty());
}

TEST_F(EventLogTest, NeverHasAHole) {
  append(3, seconds(0), {"a"});
  append(4, seconds(1), {"b"});
  append(5, seconds(2), {"c"});
  log_->drop_older_than(start_ + seconds(2));
  EXPECT_THAT(after(3), ElementsAre("dropped"));
  EXPECT_THAT(after(0), ElementsAre("dropped"));
  EXPECT_THAT(after(4), ElementsAre("c"));
}

TEST_F(EventLogTest, ForgetsNothingYoung) {
  append(3, seconds(2), {"a"});
  log_->drop_older_than(start_ + seconds(2));
  EXPECT_THAT(after(0), ElementsAre("a"));
}

TEST_F(EventLogTest, CountsItsBytes) {
  append(1, seconds(0), {"four", "five5"});
  const std::size_t first = log_->bytes();
  EXPECT_GE(first, 9u);
  append(2, seconds(0), {"four"});
  EXPECT_GT(log_->bytes(), first);
  EXPECT_EQ(*total_, log_->bytes());
  log_->drop_oldest();
  EXPECT_EQ(*total_, log_->bytes());
  log_->drop_oldest();
  EXPECT_EQ(*total_, 0u);
  EXPECT_TRUE(log_->empty());
}

TEST_F(EventLogTest, GivesItsShareOfTheTotalBack) {
  append(1, seconds(0), {"a"});
  log_.reset();
  EXPECT_EQ(*total_, 0u);
}

}  // namespace
}  // namespace socketio
