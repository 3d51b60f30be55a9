#include <string>

#include <gtest/gtest.h>
#include <token/token.h>

namespace bench {
namespace {

std::string written(Token token) {
  std::string text(kTokenSize, '?');
  write_token(text.data(), token);
  return text;
}

TEST(TokenTest, HasThreeDigitsOfSequenceSixOfTimeAndASpace) {
  EXPECT_EQ(written({0, 0}), "AAAAAAAAA ");
  EXPECT_EQ(written({1, 63}), "AABAAAAA_ ");
  EXPECT_EQ(written({64, 64}), "ABAAAAABA ");
}

TEST(TokenTest, IsReadAsItWasWritten) {
  for (const Token token :
       {Token{0, 0}, Token{12'345, 9'876'543'210}, Token{kSequenceModulus - 1, kTimeModulus - 1}}) {
    const std::optional<Token> read = read_token(written(token).data());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->sequence, token.sequence);
    EXPECT_EQ(read->sent_us, token.sent_us);
  }
}

TEST(TokenTest, CountsModuloWhatItsDigitsHold) {
  EXPECT_EQ(written({kSequenceModulus + 5, kTimeModulus + 7}), written({5, 7}));
}

TEST(TokenTest, IsNotReadFromOtherLetters) {
  std::string text = written({3, 4});
  for (std::size_t i = 0; i < kTokenSize; ++i) {
    std::string damaged = text;
    damaged[i] = '+';
    EXPECT_FALSE(read_token(damaged.data())) << i;
  }
}

TEST(TokenTest, KnowsItsAgeWhenTheClockHasGoneAround) {
  EXPECT_EQ(age_us({0, kTimeModulus - 10}, 2 * kTimeModulus + 5), 15u);
}

}  // namespace
}  // namespace bench
