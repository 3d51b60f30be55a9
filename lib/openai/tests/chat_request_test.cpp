#include <string>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <base/utf.h>
#include <openai/chat_request.h>

namespace openai {
namespace {

namespace json = boost::json;

json::value body_of(const ChatRequest& request) {
  return json::parse(chat_request_body(request));
}

TEST(ChatRequest, SaysWhatItMust) {
  const ChatRequest request{.model = "gpt-4o",
                            .messages = {{Role::kSystem, "Be brief."},
                                         {Role::kUser, "Hello"},
                                         {Role::kAssistant, "Hi"},
                                         {Role::kUser, "Why?"}}};
  EXPECT_EQ(body_of(request), json::parse(R"({
    "model": "gpt-4o",
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"},
                 {"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Why?"}],
    "stream": true,
    "stream_options": {"include_usage": true}})"));
}

TEST(ChatRequest, LimitsTheOutputByEitherField) {
  ChatRequest request{.model = "m", .max_output_tokens = 300, .include_usage = false, .user = "u-1"};
  EXPECT_EQ(
      body_of(request),
      json::parse(R"({"model":"m","messages":[],"stream":true,"max_completion_tokens":300,"user":"u-1"})"));
  request.output_limit_field = OutputLimitField::kMaxTokens;
  EXPECT_EQ(body_of(request).at("max_tokens"), 300);
  EXPECT_FALSE(body_of(request).as_object().contains("max_completion_tokens"));
}

TEST(ChatRequest, CarriesEveryCharacter) {
  std::string text;
  for (int c = 0; c < 0x80; ++c) text.push_back(static_cast<char>(c));
  text += "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
  const ChatRequest request{.model = text, .messages = {{Role::kUser, text}}, .user = text};
  const json::value body = body_of(request);
  EXPECT_EQ(body.at("model").as_string(), text);
  EXPECT_EQ(body.at("messages").at(0).at("content").as_string(), text);
  EXPECT_EQ(body.at("user").as_string(), text);
}

TEST(ChatRequest, IsWellFormedWhateverTheText) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      const std::string body = chat_request_body({.model = "m", .messages = {{Role::kUser, text}}});
      boost::system::error_code malformed;
      EXPECT_TRUE(json::parse(body, malformed).is_object()) << testing::PrintToString(text);
      EXPECT_TRUE(base::is_utf8(body)) << testing::PrintToString(text);
    }
  }
}

}  // namespace
}  // namespace openai
