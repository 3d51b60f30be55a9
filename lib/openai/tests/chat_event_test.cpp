#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <base/utf.h>
#include <openai/chat_event.h>
#include <openai/failure.h>

namespace openai {
namespace {

ChatEvent read(ChatEventReader& reader, std::string_view data) {
  auto event = reader.read(data);
  EXPECT_TRUE(event) << (event ? "" : event.error().message);
  return event.value_or(ChatEvent{});
}

std::string delta(const std::string& escaped) {
  return R"({"choices":[{"index":0,"delta":{"content":")" + escaped + R"("},"finish_reason":null}]})";
}

std::string text_of(const std::vector<std::string>& datas) {
  ChatEventReader reader;
  std::string text;
  for (const std::string& data : datas) {
    text += read(reader, data).text;
    EXPECT_TRUE(base::is_utf8(text));
  }
  return text += reader.end();
}

TEST(ChatEvent, ReadsADelta) {
  ChatEventReader reader;
  const ChatEvent event = read(reader, R"({"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,
    "model":"gpt-4o","service_tier":"default","system_fingerprint":"fp","choices":[{"index":0,
    "delta":{"content":"Hel\"lo\n"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"x"})");
  EXPECT_EQ(event.text, "Hel\"lo\n");
  EXPECT_EQ(event.finish_reason, "");
  EXPECT_FALSE(event.usage || event.error || event.done);
}

TEST(ChatEvent, ReadsTheEnd) {
  ChatEventReader reader;
  EXPECT_EQ(read(reader, R"({"choices":[{"index":0,"delta":{},"finish_reason":"length"}]})").finish_reason,
            "length");
  const auto usage = read(
      reader,
      R"({"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"prompt_tokens_details":{"x":1}}})");
  EXPECT_EQ(usage.usage, (Usage{12, 3}));
  EXPECT_TRUE(read(reader, "[DONE]").done);
}

TEST(ChatEvent, IgnoresWhatSaysNothing) {
  for (const std::string data :
       {R"({})", R"({"choices":[]})", R"({"choices":null})", R"({"choices":{}})", R"({"choices":[null,1]})",
        R"({"choices":[{}]})", R"({"choices":[{"delta":null}]})",
        R"({"choices":[{"delta":{"role":"assistant","content":null},"finish_reason":""}]})",
        R"({"choices":[{"delta":{"content":7},"finish_reason":7}]})",
        R"({"choices":[{"index":1,"delta":{"content":"another choice"},"finish_reason":"stop"}]})",
        R"({"error":null,"usage":[]})"}) {
    ChatEventReader reader;
    const ChatEvent event = read(reader, data);
    EXPECT_EQ(event.text, "") << data;
    EXPECT_EQ(event.finish_reason, "") << data;
    EXPECT_FALSE(event.usage || event.error || event.done) << data;
  }
}

TEST(ChatEvent, CountsOnlyWhatCanBeACount) {
  ChatEventReader reader;
  EXPECT_EQ(read(reader, R"({"usage":{"prompt_tokens":-5,"completion_tokens":"many"}})").usage, Usage{});
}

TEST(ChatEvent, ReadsErrorsOfEveryShape) {
  ChatEventReader reader;
  EXPECT_EQ(read(reader, R"({"error":{"message":"Overloaded","type":"server_error"}})").error, "Overloaded");
  EXPECT_EQ(read(reader, R"({"error":{"code":"overloaded","message":null}})").error, "overloaded");
  EXPECT_EQ(read(reader, R"({"error":"Overloaded"})").error, "Overloaded");
  EXPECT_EQ(read(reader, R"({"error":{}})").error, "no reason given");
  EXPECT_EQ(read(reader, R"({"object":"error","message":"Overloaded"})").error, "Overloaded");
  EXPECT_EQ(read(reader, R"({"error":"\ud83d"})").error, "\xef\xbf\xbd");
}

TEST(ChatEvent, RefusesWhatIsNotAJsonObject) {
  for (const std::string data : {"", " ", "{", "nonsense", "[]", "\"text\"", "1", "[done]", "{}{}",
                                 R"({"choices":[{"delta":{"content":"cut)"}) {
    ChatEventReader reader;
    const auto event = reader.read(data);
    ASSERT_FALSE(event) << data;
    EXPECT_EQ(event.error().code, kBrokenStream);
    EXPECT_EQ(read(reader, delta("still usable")).text, "still usable");
  }
}

TEST(ChatEvent, ReadsACompletionThatIsNotStreamed) {
  ChatEventReader reader;
  const ChatEvent event = read(reader, R"({"object":"chat.completion","choices":[{"index":0,
    "message":{"role":"assistant","content":"All of it"},"finish_reason":"stop"}],
    "usage":{"prompt_tokens":1,"completion_tokens":2}})");
  EXPECT_EQ(event.text, "All of it");
  EXPECT_EQ(event.finish_reason, "stop");
  EXPECT_EQ(event.usage, (Usage{1, 2}));
}

TEST(ChatEvent, TakesARefusalForTheAnswer) {
  EXPECT_EQ(text_of({R"({"choices":[{"delta":{"content":null,"refusal":"I cannot."}}]})"}), "I cannot.");
}

TEST(ChatEvent, JoinsSurrogatesAcrossEvents) {
  EXPECT_EQ(text_of({delta("a\\ud83d"), delta("\\ude00z")}), "a\xf0\x9f\x98\x80z");
  EXPECT_EQ(text_of({delta("a\\ud83d"), R"({"choices":[]})", delta(""), delta("\\ude00z")}),
            "a\xf0\x9f\x98\x80z");
  EXPECT_EQ(text_of({delta("\\uD83D\\uDE00")}), "\xf0\x9f\x98\x80");
}

TEST(ChatEvent, ReplacesLoneSurrogatesAndMalformedBytes) {
  EXPECT_EQ(text_of({delta("a\\ud83d"), delta("b")}),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(text_of({delta("a\\ude00")}), "a\xef\xbf\xbd");
  EXPECT_EQ(text_of({delta("a\\ud83d")}), "a\xef\xbf\xbd");
  EXPECT_EQ(text_of({delta("a\xff"
                           "b")}),
            "a\xef\xbf\xbd"
            "b");
}

TEST(ChatEvent, OwesNothingAfterTheFinishReason) {
  ChatEventReader reader;
  EXPECT_EQ(read(reader, delta("\\ud83d")).text, "");
  EXPECT_EQ(read(reader, R"({"choices":[{"delta":{},"finish_reason":"stop"}]})").text, "\xef\xbf\xbd");
  EXPECT_EQ(reader.end(), "");
}

TEST(ChatEvent, ReadsWhatOutgrowsTheWorkspace) {
  const std::string large(100'000, 'x');
  EXPECT_EQ(text_of({delta(large), delta("y")}), large + "y");
  std::string many = R"({"choices":[{"delta":{"content":"z"}}],"extra":[0)";
  for (int i = 0; i < 20'000; ++i) many += ",{}";
  EXPECT_EQ(text_of({many + "]}"}), "z");
}

}  // namespace
}  // namespace openai
