#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <openai/surrogate_joiner.h>

namespace openai {
namespace {

constexpr auto kHalf = "\xef\xbf\xbd";  // U+FFFD

std::string joined(const std::vector<std::string>& pieces) {
  SurrogateJoiner joiner;
  std::string out;
  for (const std::string& piece : pieces) joiner.append(piece, out);
  joiner.end(out);
  return out;
}

std::string rewritten(const std::string& json) {
  std::string out;
  return std::string(lone_surrogates_as_bytes(json, out));
}

TEST(LoneSurrogates, LeavesEverythingElseAlone) {
  for (const std::string json : {R"("")", R"("a\n\"\\")", R"("\u00e9")", R"("\ud83d\ude00")", R"("\\ud83d")",
                                 R"("\\\\ud83d")", R"("\ud8)", R"("\ud83x")", R"(\)", R"("\u)"}) {
    EXPECT_EQ(rewritten(json), json);
  }
}

TEST(LoneSurrogates, WritesHalvesAsThreeBytes) {
  EXPECT_EQ(rewritten(R"("\ud83d")"), "\"\xed\xa0\xbd\"");
  EXPECT_EQ(rewritten(R"("\uDE00")"), "\"\xed\xb8\x80\"");
  EXPECT_EQ(rewritten(R"("\\\ud83dx")"), "\"\\\\\xed\xa0\xbdx\"");
  EXPECT_EQ(rewritten(R"("\ud83d\ud83d\ude00\ude00")"), "\"\xed\xa0\xbd\\ud83d\\ude00\xed\xb8\x80\"");
}

TEST(SurrogateJoiner, JoinsAPairAcrossPieces) {
  EXPECT_EQ(joined({"a\xed\xa0\xbd", "\xed\xb8\x80z"}), "a\xf0\x9f\x98\x80z");
  EXPECT_EQ(joined({"a\xed\xa0\xbd", "", "\xed\xb8\x80z"}), "a\xf0\x9f\x98\x80z");
  EXPECT_EQ(joined({"\xed\xa0\xbd\xed\xb8\x80"}), "\xf0\x9f\x98\x80");
  EXPECT_EQ(joined({"\xed\xa0\x80\xed\xb0\x80", "\xed\xaf\xbf\xed\xbf\xbf"}),
            "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
}

TEST(SurrogateJoiner, ReplacesALoneHalf) {
  EXPECT_EQ(joined({"\xed\xa0\xbd"}), kHalf);
  EXPECT_EQ(joined({"\xed\xa0\xbd", "z"}), kHalf + std::string("z"));
  EXPECT_EQ(joined({"a\xed\xb8\x80z"}), std::string("a") + kHalf + "z");
  EXPECT_EQ(joined({"\xed\xa0\xbd", "\xed\xa0\xbd", "\xed\xb8\x80"}),
            kHalf + std::string("\xf0\x9f\x98\x80"));
}

TEST(SurrogateJoiner, ReplacesOtherMalformedBytes) {
  EXPECT_EQ(joined({"a\xff"
                    "b"}),
            std::string("a") + kHalf + "b");
  EXPECT_EQ(joined({"a\x80"}), std::string("a") + kHalf);
  EXPECT_EQ(joined({"\xc0\x80z"}), kHalf + std::string("z"));
  EXPECT_EQ(joined({"\xe2\x82z"}), kHalf + std::string("z"));
  EXPECT_EQ(joined({"\xf0\x9f\x98"}), kHalf);
}

}  // namespace
}  // namespace openai
