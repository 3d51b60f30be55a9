#include <string>

#include <gtest/gtest.h>

#include <chat/message.h>

namespace chat {
namespace {

constexpr std::size_t kMost = 100;

base::Result<Message> parsed(std::string_view json, bool had_lone_surrogate = false) {
  return parse_message(boost::json::parse(json).as_array(), had_lone_surrogate, kMost);
}

// What the student is told.
std::string refusal(std::string_view json, bool had_lone_surrogate = false) {
  const auto message = parsed(json, had_lone_surrogate);
  if (message) return "accepted";
  EXPECT_EQ(message.error().code, tutor::kInvalidMessage);
  return message.error().message;
}

TEST(ParseMessage, TakesTheContractsExample) {
  const auto message =
      parsed(R"([{"type":"message","content":"Explain async functions.","selected_coin":"gold"}])");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->content, "Explain async functions.");
  EXPECT_EQ(message->tier, coins::Tier::kGold);
  EXPECT_FALSE(message->id);
  EXPECT_FALSE(message->conversation_id);
}

TEST(ParseMessage, TakesIdsInAnyCaseAndIgnoresWhatItDoesNotKnow) {
  const auto message =
      parsed(R"([{"content":"?","selected_coin":"copper","id":"ABCDEFAB-1111-4111-8111-ABCDEFABCDEF",
                                   "conversation_id":"abcdefab-1111-4111-8111-abcdefabcdef","more":[1]}, "also more"])");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->id, "abcdefab-1111-4111-8111-abcdefabcdef");
  EXPECT_EQ(message->conversation_id, "abcdefab-1111-4111-8111-abcdefabcdef");
}

TEST(ParseMessage, TellsWhatIsWrongWithTheContent) {
  EXPECT_NE(refusal(R"([{"content":"","selected_coin":"gold"}])").find("empty"), std::string::npos);
  EXPECT_NE(refusal(R"([{"content":" \n\t\u00a0\u3000\u200b","selected_coin":"gold"}])").find("empty"),
            std::string::npos);
  EXPECT_NE(refusal(R"([{"content":7,"selected_coin":"gold"}])").find("must be a string"), std::string::npos);
  EXPECT_NE(refusal(R"([{"content":null,"selected_coin":"gold"}])").find("must be a string"),
            std::string::npos);
  EXPECT_NE(refusal(R"([{"selected_coin":"gold"}])").find("no \"content\""), std::string::npos);
  EXPECT_NE(refusal(R"([{"content":"a\u0000b","selected_coin":"gold"}])").find("NUL"), std::string::npos);
  EXPECT_NE(refusal(R"([{"content":"half","selected_coin":"gold"}])", true).find("surrogate"),
            std::string::npos);
}

TEST(ParseMessage, MeasuresTheLengthAsABrowserDoes) {
  const std::string emoji = "\xf0\x9f\x98\x80";
  std::string fifty;
  for (int i = 0; i < 50; ++i) fifty += emoji;
  EXPECT_EQ(refusal(R"([{"selected_coin":"gold","content":")" + fifty + "\"}]"), "accepted");
  const std::string long_one = refusal(R"([{"selected_coin":"gold","content":")" + fifty + "x\"}]");
  EXPECT_NE(long_one.find("101 characters long; at most 100"), std::string::npos) << long_one;
}

TEST(ParseMessage, TellsWhatIsWrongWithTheCoin) {
  EXPECT_NE(refusal(R"([{"content":"?"}])").find("no \"selected_coin\""), std::string::npos);
  for (const char* coin : {R"("platinum")", R"("Gold")", R"("")", "1", "null", "[]"}) {
    EXPECT_NE(
        refusal(R"([{"content":"?","selected_coin":)" + std::string(coin) + "}]").find("must be \"gold\""),
        std::string::npos)
        << coin;
  }
}

TEST(ParseMessage, TellsWhatIsWrongWithTheShape) {
  for (const char* args : {"[]", "[null]", R"(["text"])", "[[]]", "[42]"}) {
    EXPECT_NE(refusal(args).find("must be an object"), std::string::npos) << args;
  }
  EXPECT_NE(refusal(R"([{"type":"other","content":"?","selected_coin":"gold"}])").find("\"type\""),
            std::string::npos);
  EXPECT_NE(refusal(R"([{"content":"?","selected_coin":"gold","id":"7"}])").find("\"id\" must be a UUID"),
            std::string::npos);
  EXPECT_NE(
      refusal(R"([{"content":"?","selected_coin":"gold","conversation_id":5}])").find("conversation_id"),
      std::string::npos);
}

TEST(MessageId, IsFoundInAMessageThatIsRefused) {
  const auto args =
      boost::json::parse(R"([{"id":"abcdefab-1111-4111-8111-abcdefabcdef","content":5}])").as_array();
  EXPECT_EQ(message_id(args), "abcdefab-1111-4111-8111-abcdefabcdef");
  EXPECT_EQ(message_id(boost::json::parse(R"([{"id":5}])").as_array()), std::nullopt);
  EXPECT_EQ(message_id({}), std::nullopt);
}

TEST(ParseResume, TakesAnOffset) {
  const auto position = parse_resume(
      boost::json::parse(R"([{"answer_id":"abcdefab-1111-4111-8111-abcdefabcdef","offset":12}])").as_array());
  ASSERT_TRUE(position);
  EXPECT_EQ(position->offset, 12U);
}

TEST(ParseResume, RefusesWhatIsNoPlace) {
  for (const char* args : {"[]", "[{}]", R"([{"answer_id":"x","offset":0}])",
                           R"([{"answer_id":"abcdefab-1111-4111-8111-abcdefabcdef","offset":-1}])",
                           R"([{"answer_id":"abcdefab-1111-4111-8111-abcdefabcdef","offset":1.5}])",
                           R"([{"answer_id":"abcdefab-1111-4111-8111-abcdefabcdef","offset":"0"}])"}) {
    const auto position = parse_resume(boost::json::parse(args).as_array());
    ASSERT_FALSE(position) << args;
    EXPECT_EQ(position.error().code, tutor::kInvalidMessage);
  }
}

TEST(ParseStop, NeedsAnAnswerId) {
  EXPECT_TRUE(
      parse_stop(boost::json::parse(R"([{"answer_id":"abcdefab-1111-4111-8111-abcdefabcdef"}])").as_array()));
  EXPECT_FALSE(parse_stop(boost::json::parse("[{}]").as_array()));
  EXPECT_FALSE(parse_stop({}));
}

}  // namespace
}  // namespace chat
