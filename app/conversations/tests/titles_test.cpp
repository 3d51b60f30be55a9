#include <conversations/titles.h>
#include <gtest/gtest.h>

namespace conversations {
namespace {

TEST(Titles, LoseWhiteSpaceAtTheirEnds) {
  EXPECT_EQ(checked_title(" \n Loops in C++\u00a0 ").value(), "Loops in C++");
}

TEST(Titles, AreOnOneLine) {
  EXPECT_EQ(checked_title("a\nb\tc\x7f\x01"
                          "d")
                .value(),
            "a b c  d");
}

TEST(Titles, HaveOneTo120Characters) {
  EXPECT_EQ(checked_title("x").value(), "x");
  EXPECT_EQ(checked_title(std::string(120, 'x')).value().size(), 120U);
  EXPECT_EQ(checked_title("  " + std::string(120, 'x') + "  ").value().size(), 120U);
  std::string emoji;
  for (int i = 0; i < 60; ++i) emoji += "😀";
  EXPECT_TRUE(checked_title(emoji)) << "each counts two, as in a browser";
  for (const std::string& wrong : {std::string(), std::string(" \t\n"), std::string("\u200b\u3000"),
                                   std::string(121, 'x'), emoji + "x"}) {
    const auto refused = checked_title(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().code, kInvalidTitle);
  }
}

}  // namespace
}  // namespace conversations
