#include <conversations/search.h>
#include <gtest/gtest.h>

namespace conversations {
namespace {

std::string refusal(std::string_view text) {
  const auto words = SearchWords::parse(text);
  if (words) return "accepted";
  EXPECT_EQ(words.error().code, kInvalidParameter);
  return words.error().message;
}

TEST(SearchWordsTest, AreSeparatedByWhiteSpace) {
  const auto words = SearchWords::parse(" Two \t words\n").value();
  EXPECT_EQ(words.folded(), (std::vector<std::u32string>{U"two", U"words"}));
}

TEST(SearchWordsTest, AreFewAndShort) {
  EXPECT_EQ(refusal("1 2 3 4 5 6 7 8 9 10"), "accepted");
  EXPECT_EQ(refusal("1 2 3 4 5 6 7 8 9 10 11"), "\"search\" has at most 10 words.");
  EXPECT_EQ(refusal(std::string(200, 'x')), "accepted");
  EXPECT_EQ(refusal(std::string(201, 'x')), "\"search\" has at most 200 characters.");
}

TEST(SearchWordsTest, AreWordsOfUtf8) {
  EXPECT_EQ(refusal(" "), "\"search\" has no word in it.");
  EXPECT_EQ(refusal("\u200b"), "\"search\" has no word in it.");
  EXPECT_EQ(refusal("\xff"), "\"search\" is not UTF-8.");
}

}  // namespace
}  // namespace conversations
