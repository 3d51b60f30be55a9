#include "server_words.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <base/utf.h>
#include <openai/failure.h>

namespace openai {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ServerWords, AreOneLine) {
  EXPECT_EQ(quotable("a\nb\x7f"
                     "c\r\n",
                     ""),
            "a b c");
}

TEST(ServerWords, HideTheKey) {
  EXPECT_EQ(quotable("key k1-k1 k2", "k1"), "key [key]-[key] k2");
  EXPECT_EQ(quotable("Incorrect: sk-ab****yz. See docs", "k"), "Incorrect: [key] See docs");
  EXPECT_EQ(quotable("****", ""), "[key]");
}

TEST(ServerWords, AreShortAndWellFormed) {
  std::string emoji;
  for (int i = 0; i < 1000; ++i) emoji += "\xf0\x9f\x98\x80";
  const std::string quote = quotable(emoji, "");
  EXPECT_LT(quote.size(), 700U);
  EXPECT_TRUE(base::is_utf8(quote));
  EXPECT_TRUE(base::is_utf8(quotable("\xff\xed\xa0\xbd", "")));
}

TEST(ServerWords, QuoteTheErrorObject) {
  const base::Error error = http_error(
      404, R"({"error":{"message":"No such model.","type":"x","code":"model_not_found"}})", "h", "");
  EXPECT_EQ(error.code, kBadRequest);
  EXPECT_EQ(error.message, "h does not know the model, or the base URL is wrong (HTTP 404): No such model.");
}

TEST(ServerWords, TellNoMoneyFromTooManyRequests) {
  EXPECT_EQ(
      http_error(429, R"({"error":{"message":"m","type":"requests","code":"rate_limit_exceeded"}})", "h", "")
          .code,
      kRateLimited);
  EXPECT_EQ(http_error(429, "slow down", "h", "").code, kRateLimited);
  const base::Error error =
      http_error(429, R"({"error":{"message":"Check your plan.","code":"insufficient_quota"}})", "h", "");
  EXPECT_EQ(error.code, kOutOfCredit);
  EXPECT_THAT(error.message, HasSubstr("credit is used up"));
  EXPECT_THAT(error.message, HasSubstr("Check your plan."));
}

TEST(ServerWords, QuoteABodyOfAnotherFormButNoPage) {
  EXPECT_THAT(http_error(422, R"({"detail":"too long"})", "h", "").message,
              HasSubstr(R"({"detail":"too long"})"));
  EXPECT_THAT(http_error(502, "<html><h1>Bad gateway</h1></html>", "h", "").message, Not(HasSubstr("html")));
  EXPECT_EQ(http_error(500, "", "h", "").message, "h cannot answer at the moment (HTTP 500).");
}

}  // namespace
}  // namespace openai
