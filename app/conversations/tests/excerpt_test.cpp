#include "excerpt.h"

#include <gtest/gtest.h>

namespace conversations {
namespace {

TEST(Excerpts, AreWholeWhenTheTextIsShort) {
  const Excerpt excerpt = excerpt_of("See the Loop here.", 8, 4);
  EXPECT_EQ(excerpt.before, "See the ");
  EXPECT_EQ(excerpt.match, "Loop");
  EXPECT_EQ(excerpt.after, " here.");
}

TEST(Excerpts, SayWhereTheyWereCut) {
  const Excerpt excerpt = excerpt_of(std::string(50, 'a') + "X" + std::string(200, 'b'), 50, 1);
  EXPECT_EQ(excerpt.before, "…" + std::string(40, 'a'));
  EXPECT_EQ(excerpt.match, "X");
  EXPECT_EQ(excerpt.after, std::string(100, 'b') + "…");
}

TEST(Excerpts, CutBetweenCharacters) {
  std::string many;
  for (int i = 0; i < 60; ++i) many += "😀";
  const Excerpt excerpt = excerpt_of(many + "é" + many + many, 60, 1);
  EXPECT_EQ(excerpt.match, "é");
  EXPECT_EQ(excerpt.before.size(), std::string("…").size() + std::size_t{40} * 4);
  EXPECT_EQ(excerpt.after.size(), std::string("…").size() + std::size_t{100} * 4);
}

TEST(Excerpts, AreOnOneLine) {
  const Excerpt excerpt = excerpt_of("a\r\n\n\tb word\n  c", 7, 4);
  EXPECT_EQ(excerpt.before, "a b ");
  EXPECT_EQ(excerpt.match, "word");
  EXPECT_EQ(excerpt.after, " c");
}

TEST(Excerpts, AtTheEndsHaveNothingAround) {
  EXPECT_EQ(excerpt_of("word", 0, 4).before, "");
  EXPECT_EQ(excerpt_of("word", 0, 4).after, "");
}

}  // namespace
}  // namespace conversations
