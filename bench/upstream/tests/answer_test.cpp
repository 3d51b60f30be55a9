#include "answer.h"

#include <charconv>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <token/token.h>

namespace bench {
namespace {

constexpr std::string_view kId = "0123456789abcdefghijABCDEFGHI";
constexpr std::uint64_t kStart = 5'000'000;

// The body's events; empty when the chunks are not whole.
std::vector<std::string> events_of(std::string_view response) {
  std::vector<std::string> events;
  response.remove_prefix(response.find("\r\n\r\n") + 4);
  for (;;) {
    std::size_t size = 0;
    const auto line = std::from_chars(response.data(), response.data() + response.size(), size, 16).ptr;
    response.remove_prefix(static_cast<std::size_t>(line - response.data()));
    if (response.size() < size + 4 || !response.starts_with("\r\n")) return {};
    if (size == 0) return response == "\r\n\r\n" ? events : std::vector<std::string>{};
    events.emplace_back(response.substr(2, size));
    response.remove_prefix(size + 4);
  }
}

Token token_of(const std::string& event) {
  constexpr std::string_view kContent = R"("content":")";
  return read_token(event.data() + event.find(kContent) + kContent.size()).value_or(Token{99, 99});
}

// The whole answer, of whose every rendering the socket takes `taken` bytes at most.
std::string received(const Order& order, std::size_t taken) {
  Answer answer(order, kId, kStart);
  std::string bytes;
  std::vector<char> room(4096);
  for (std::uint64_t now = kStart; !answer.complete(); ++now) {
    const std::size_t size = answer.render(room, answer.due(now), now, false);
    const std::size_t sent = std::min(size, taken);
    bytes.append(room.data(), sent);
    answer.sent(sent);
  }
  return bytes;
}

TEST(AnswerTest, HasTheRoleTheTokensTheReasonAndTheEnd) {
  const auto events = events_of(received({.tokens = 3, .interval_us = 0, .include_usage = false}, 10'000));
  ASSERT_EQ(events.size(), 6u);
  EXPECT_NE(events[0].find(R"("delta":{"role":"assistant","content":"","refusal":null})"), std::string::npos);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(token_of(events[i + 1]).sequence, i);
  EXPECT_NE(events[4].find(R"("finish_reason":"stop")"), std::string::npos);
  EXPECT_EQ(events[5], "data: [DONE]\n\n");
}

TEST(AnswerTest, HasTheUsageWhenAskedFor) {
  const auto events = events_of(received({.tokens = 3, .interval_us = 0, .include_usage = true}, 10'000));
  ASSERT_EQ(events.size(), 7u);
  EXPECT_NE(events[5].find(R"("choices":[],"usage":{)"), std::string::npos);
  EXPECT_NE(events[5].find(R"("completion_tokens":3,)"), std::string::npos);
}

TEST(AnswerTest, IsWholeHoweverLittleTheSocketTakes) {
  for (const std::uint64_t interval : {0u, 1000u}) {
    for (std::size_t taken = 1; taken < 1200; taken += taken < 20 ? 1 : 37) {
      const auto events =
          events_of(received({.tokens = 9, .interval_us = interval, .include_usage = true}, taken));
      ASSERT_EQ(events.size(), 13u) << taken;
      for (std::size_t i = 0; i < 9; ++i) ASSERT_EQ(token_of(events[i + 1]).sequence, i) << taken;
    }
  }
}

TEST(AnswerTest, IsDueATokenAnIntervalTheFirstAtOnce) {
  const Answer answer({.tokens = 3, .interval_us = 1000, .include_usage = false}, kId, kStart);
  EXPECT_EQ(answer.due(kStart), 1u);
  EXPECT_EQ(answer.due(kStart + 999), 1u);
  EXPECT_EQ(answer.due(kStart + 1000), 2u);
  EXPECT_EQ(answer.due(kStart + 9'000'000), 3u);
}

TEST(AnswerTest, SaysWhenATokenIsSent) {
  Answer answer({.tokens = 3, .interval_us = 1000, .include_usage = false}, kId, kStart);
  std::vector<char> room(4096);
  std::string bytes;
  for (const std::uint64_t now : {kStart + 3, kStart + 1100, kStart + 2200}) {
    const std::size_t size = answer.render(room, answer.due(now), now, false);
    bytes.append(room.data(), size);
    answer.sent(size);
  }
  ASSERT_TRUE(answer.complete());
  const auto events = events_of(bytes);
  EXPECT_EQ(token_of(events[1]).sent_us, kStart + 3);
  EXPECT_EQ(token_of(events[2]).sent_us, kStart + 1100);
  EXPECT_EQ(token_of(events[3]).sent_us, kStart + 2200);
}

TEST(AnswerTest, SaysWhenATokenWasDueIfTheReaderWasSlow) {
  Answer answer({.tokens = 3, .interval_us = 1000, .include_usage = false}, kId, kStart);
  std::vector<char> room(4096);
  std::string bytes;
  std::size_t size = answer.render(room, 1, kStart + 3, false);
  const std::size_t part = size - 20;  // within the first token's event, behind its time
  bytes.append(room.data(), part);
  answer.sent(part);
  size = answer.render(room, 3, kStart + 7777, true);
  bytes.append(room.data(), size);
  answer.sent(size);
  ASSERT_TRUE(answer.complete());
  const auto events = events_of(bytes);
  ASSERT_EQ(events.size(), 6u);
  EXPECT_EQ(token_of(events[1]).sent_us, kStart + 3);
  EXPECT_EQ(token_of(events[2]).sent_us, kStart + 1000);
  EXPECT_EQ(token_of(events[3]).sent_us, kStart + 2000);
}

}  // namespace
}  // namespace bench
