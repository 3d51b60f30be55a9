#include <string>

#include <gtest/gtest.h>

#include <base/utf.h>

namespace base {
namespace {

TEST(Utf8, AcceptsWellFormedText) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain"));
  EXPECT_TRUE(is_utf8("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"));
  EXPECT_TRUE(is_utf8("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"));
}

TEST(Utf8, RefusesWhatRfc3629Forbids) {
  for (const std::string bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x80\x80", "\xe2\x82", "\xed\xa0\x80",
        "\xf0\x80\x80\x80", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(bad);
    EXPECT_FALSE(is_utf8("a" + bad)) << testing::PrintToString(bad);
  }
}

TEST(Utf16, CountsAsJavaScriptDoes) {
  EXPECT_EQ(utf16_length("abc"), 3U);
  EXPECT_EQ(utf16_length("\xc3\xa9"), 1U);
  EXPECT_EQ(utf16_length("\xe2\x82\xac"), 1U);
  EXPECT_EQ(utf16_length("\xf0\x9f\x98\x80"), 2U);
}

TEST(Utf16, FindsTheByteOfAnOffset) {
  const std::string text = "a\xc3\xa9\xf0\x9f\x98\x80z";
  EXPECT_EQ(byte_of_utf16(text, 0), 0U);
  EXPECT_EQ(byte_of_utf16(text, 1), 1U);
  EXPECT_EQ(byte_of_utf16(text, 2), 3U);
  EXPECT_EQ(byte_of_utf16(text, 3), std::nullopt) << "in the middle of the emoji";
  EXPECT_EQ(byte_of_utf16(text, 4), 7U);
  EXPECT_EQ(byte_of_utf16(text, 5), 8U);
  EXPECT_EQ(byte_of_utf16(text, 6), std::nullopt);
}

TEST(Utf16, PrefixNeverCutsACharacter) {
  const std::string text = "a\xf0\x9f\x98\x80";
  EXPECT_EQ(prefix_of_utf16(text, 1), 1U);
  EXPECT_EQ(prefix_of_utf16(text, 2), 1U);
  EXPECT_EQ(prefix_of_utf16(text, 3), 5U);
  EXPECT_EQ(prefix_of_utf16(text, 99), 5U);
}

}  // namespace
}  // namespace base
