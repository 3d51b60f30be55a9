#include <conversations/case_folding.h>
#include <gtest/gtest.h>

namespace conversations {
namespace {

TEST(CaseFolding, DisregardsCaseInEveryScript) {
  EXPECT_EQ(case_folded("Hello"), case_folded("hELLO"));
  EXPECT_EQ(case_folded("GR\u00dc\u1e9eE"), case_folded("gr\u00fc\u00dfe"));
  EXPECT_EQ(case_folded("\u041f\u0420\u0418\u0412\u0415\u0422"),
            case_folded("\u043f\u0440\u0438\u0432\u0435\u0442"));
  EXPECT_EQ(case_folded("\u039f\u0394\u039f\u03a3"), case_folded("\u03bf\u03b4\u03bf\u03c2"));
  EXPECT_EQ(case_folded("\U00010400"), case_folded("\U00010428"));
}

TEST(CaseFolding, KeepsTheNumberOfCharacters) {
  EXPECT_EQ(case_folded("a\u00df\u0130\u023a\u65e5\U0001f600.").size(), 7U);
  EXPECT_EQ(case_folded(""), U"");
}

TEST(CaseFolding, TellsOtherLettersApart) {
  EXPECT_NE(case_folded("\u00df"), case_folded("ss"));
  EXPECT_NE(case_folded("\u00e9"), case_folded("e"));
  EXPECT_NE(case_folded("\u00e9"), case_folded("e\u0301"));
}

TEST(CaseFolding, LeavesOtherCharactersAsTheyAre) {
  EXPECT_EQ(case_folded("1_%[`{@\u65e5\u672c\U0001f600"), U"1_%[`{@\u65e5\u672c\U0001f600");
}

}  // namespace
}  // namespace conversations
