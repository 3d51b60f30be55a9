#include "answer.h"

#include <string>

#include <gtest/gtest.h>

#include <openai/failure.h>

#include "event_scanner.h"

namespace openai {
namespace {

const std::string kDelta = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
const std::string kStop = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const std::string kUsage =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n";
const std::string kDone = "data: [DONE]\n\n";
const std::string kError = "data: {\"error\":{\"message\":\"no\"}}\n\n";
const std::string kObject = R"( {"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]})";

bool read(Answer& answer, std::string_view bytes, std::string& text) {
  EventForm form(bytes);
  return answer.read(bytes, form, text);
}

TEST(Answer, IsTheSameHoweverItIsCut) {
  const std::string stream = kDelta + ": comment\n\n" + kDelta + kStop + kUsage + kDone;
  for (const std::string& body : {stream, "\r\n" + stream, kObject}) {
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
      Answer answer(1000);
      std::string text;
      EXPECT_TRUE(read(answer, std::string_view(body).substr(0, cut), text));
      EXPECT_TRUE(read(answer, std::string_view(body).substr(cut), text));
      answer.end(text);
      EXPECT_EQ(text, body == kObject ? "a" : "aa") << cut;
      EXPECT_EQ(answer.finish_reason(), "stop");
      EXPECT_FALSE(answer.error());
    }
  }
}

TEST(Answer, IsCompleteAtDone) {
  Answer answer(1000);
  std::string text;
  EXPECT_TRUE(read(answer, kDelta + kStop + kUsage, text));
  EXPECT_TRUE(answer.finished());
  EXPECT_FALSE(answer.complete()) << "the usage may still come";
  EXPECT_TRUE(read(answer, kDone + kDelta + kError, text));
  EXPECT_TRUE(answer.complete());
  EXPECT_EQ(answer.usage(), (Usage{1, 2}));
  EXPECT_EQ(text, "a") << "what follows is no part of it";
}

TEST(Answer, CannotBeBrokenOnceItIsFinished) {
  for (const std::string& after :
       {kError, std::string("data: oops\n\n"), "data: " + std::string(2000, 'x')}) {
    Answer answer(1000);
    std::string text;
    EXPECT_TRUE(read(answer, kDelta + kStop + after, text));
    EXPECT_TRUE(answer.complete());
    EXPECT_FALSE(answer.error());
  }
}

TEST(Answer, IsBrokenByWhatComesBefore) {
  const std::pair<std::string, base::ErrorCode> cases[] = {
      {kError, kModelError},
      {"data: oops\n\n", kBrokenStream},
      {"data: " + std::string(2000, 'x'), kBrokenStream},
      {"{" + std::string(2000, ' '), kBrokenStream},
      {kDone, kBrokenStream},
  };
  for (const auto& [bytes, code] : cases) {
    Answer answer(1000);
    std::string text;
    EXPECT_FALSE(read(answer, bytes + kStop, text)) << bytes;
    EXPECT_EQ(answer.error()->code, code) << bytes;
  }
}

TEST(Answer, IsBrokenWhenItEndsWithoutAReason) {
  for (const std::string& bytes : {std::string(), std::string("\n"), kDelta, std::string("data: cut"),
                                   std::string("<html>"), std::string("{"), std::string("{}")}) {
    Answer answer(1000);
    std::string text;
    EXPECT_TRUE(read(answer, bytes, text));
    answer.end(text);
    ASSERT_TRUE(answer.error()) << bytes;
    EXPECT_EQ(answer.error()->code, kBrokenStream) << bytes;
  }
}

TEST(Answer, TellsAModelsErrorThatCameAsOneObject) {
  Answer answer(1000);
  std::string text;
  EXPECT_TRUE(read(answer, R"({"error":{"message":"no"}})", text));
  answer.end(text);
  EXPECT_EQ(answer.error()->code, kModelError);
}

}  // namespace
}  // namespace openai
