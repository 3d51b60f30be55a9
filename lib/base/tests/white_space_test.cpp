#include <gtest/gtest.h>

#include <base/white_space.h>

namespace base {
namespace {

TEST(Trimmed, LosesWhiteSpaceOfAllKindsAtBothEnds) {
  EXPECT_EQ(trimmed(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(trimmed("\u00a0\u2003\u3000Grüße\u2028\u0085"), "Grüße");
}

TEST(Trimmed, LosesWhatIsInvisible) {
  EXPECT_EQ(trimmed("\ufeff\u200b\u2060x\u200d"), "x");
  EXPECT_EQ(trimmed(" \u200b\n"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Trimmed, KeepsWhatStandsInside) {
  EXPECT_EQ(trimmed("a \u00a0 b"), "a \u00a0 b");
}

}  // namespace
}  // namespace base
