#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <chat/answer_reader.h>

namespace chat {
namespace {

// Collects what would go to a socket, and puts the text together as a client does.
struct CollectingSink final : EventSink {
  [[nodiscard]] bool writable() const override { return open; }
  void send(const Piece& piece) override {
    std::string json;
    append_stream_json(piece, json);
    send("stream", json);
    text += boost::json::value_to<std::string>(events.back().second["content"]);
  }
  void send(std::string_view event, std::string_view json) override {
    events.emplace_back(event, boost::json::parse(json).as_object());
  }
  bool open = true;
  std::string text;
  std::vector<std::pair<std::string, boost::json::object>> events;
};

std::shared_ptr<tutor::Answer> new_answer() {
  tutor::AnswerIdentity identity;
  identity.answer_id = "the-answer";
  return std::make_shared<tutor::Answer>(std::move(identity));
}

tutor::Ending whole() {
  tutor::Ending ending;
  ending.reason = "stop";
  ending.charged = true;
  ending.balances = {1, 2, 3};
  return ending;
}

TEST(AnswerReader, SendsEachDeltaAtOnceWhenTheSinkIsIdle) {
  const auto answer = new_answer();
  CollectingSink sink;
  AnswerReader reader(answer, 0, sink);
  answer->append("one ");
  answer->append("two");
  ASSERT_EQ(sink.events.size(), 2U);
  EXPECT_EQ(sink.events[0].second.at("offset"), 0);
  EXPECT_EQ(sink.events[1].second.at("offset"), 4);
  answer->end(whole());
  ASSERT_EQ(sink.events.size(), 3U);
  EXPECT_EQ(sink.events[2].first, "done");
  EXPECT_EQ(boost::json::serialize(sink.events[2].second),
            R"({"type":"done","answer_id":"the-answer","reason":"stop","length":7,"charged":true,)"
            R"("balances":{"gold":1,"silver":2,"copper":3}})");
}

TEST(AnswerReader, MergesWhatCameWhileTheSinkWasBusy) {
  const auto answer = new_answer();
  CollectingSink sink;
  AnswerReader reader(answer, 0, sink);
  sink.open = false;
  for (int i = 0; i < 1000; ++i) answer->append("x");
  answer->end(whole());
  EXPECT_TRUE(sink.events.empty());
  sink.open = true;
  reader.pump();
  ASSERT_EQ(sink.events.size(), 2U) << "one stream event with everything, then done";
  EXPECT_EQ(sink.text, std::string(1000, 'x'));
}

TEST(AnswerReader, ResumesAtEveryOffsetWithTheSameText) {
  const std::string text = "a\xc3\xa9\xf0\x9f\x98\x80\r\ne\xcc\x81 z";
  const auto answer = new_answer();
  answer->append(text);
  answer->end(whole());
  CollectingSink all;
  AnswerReader(answer, 0, all).pump();
  EXPECT_EQ(all.text, text);
  for (std::size_t offset = 0; offset <= answer->utf16_length(); ++offset) {
    CollectingSink sink;
    AnswerReader reader(answer, offset, sink);
    reader.pump();
    const bool anything_left = offset < answer->utf16_length();
    ASSERT_EQ(sink.events.size(), anything_left ? 2U : 1U) << offset;
    if (!anything_left) continue;
    const auto from = static_cast<std::size_t>(sink.events[0].second.at("offset").as_int64());
    EXPECT_LE(from, offset);
    EXPECT_GE(from + 1, offset) << "at most the first half of a pair is sent again";
    EXPECT_TRUE(text.ends_with(sink.text));
  }
}

TEST(AnswerReader, CutsALongTextIntoSeveralEventsWithoutCuttingACharacter) {
  const auto answer = new_answer();
  std::string text = "x";
  for (int i = 0; i < 100'000; ++i) text += "\xf0\x9f\x98\x80";
  answer->append(text);
  CollectingSink sink;
  AnswerReader reader(answer, 0, sink);
  reader.pump();
  EXPECT_GT(sink.events.size(), 2U);
  EXPECT_EQ(sink.text, text);
}

TEST(AnswerReader, EndsOnceAndMayBeDestroyedThen) {
  const auto answer = new_answer();
  CollectingSink sink;
  auto reader = std::make_unique<AnswerReader>(answer, 0, sink);
  reader->on_finished([&reader] { reader.reset(); });
  answer->append("text");
  answer->end(whole());
  EXPECT_EQ(reader, nullptr);
  EXPECT_EQ(sink.events.size(), 2U);
}

TEST(AnswerReader, ThatLeavesIsNotToldAnyMore) {
  const auto answer = new_answer();
  CollectingSink sink;
  {
    const AnswerReader reader(answer, 0, sink);
  }
  answer->append("text");
  EXPECT_TRUE(sink.events.empty());
}

TEST(AnswerReader, SendsTheErrorOfAnAnswerThatFailed) {
  const auto answer = new_answer();
  CollectingSink sink;
  AnswerReader reader(answer, 0, sink);
  tutor::Ending ending;
  ending.outcome = tutor::Outcome::kError;
  ending.reason = "upstream_timeout";
  ending.message = "Too slow.";
  ending.refunded = true;
  answer->end(ending);
  ASSERT_EQ(sink.events.size(), 1U);
  EXPECT_EQ(sink.events[0].first, "error");
  EXPECT_EQ(sink.events[0].second.at("code"), "upstream_timeout");
  EXPECT_EQ(sink.events[0].second.at("refunded"), true);
}

}  // namespace
}  // namespace chat
