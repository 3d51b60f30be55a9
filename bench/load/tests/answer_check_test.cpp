#include "answer_check.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr std::uint64_t kSent = 1'000'000;

std::string token(std::uint64_t sequence) {
  std::string text(kTokenSize, '?');
  write_token(text.data(), {sequence, kSent});
  return text;
}

std::string tokens(const std::vector<std::uint64_t>& sequences) {
  std::string text;
  for (const std::uint64_t sequence : sequences) text += token(sequence);
  return text;
}

class AnswerCheckTest : public testing::Test {
 protected:
  // What is found in an answer of `ordered` tokens that comes as these pieces, and whose end says its length.
  Fault check(std::uint64_t ordered, const std::vector<std::string>& pieces) {
    AnswerCheck check;
    check.begin(ordered);
    std::uint64_t length = 0;
    for (const std::string& piece : pieces) {
      check.offset(length);
      length += piece.size();
      count_ += check.text(piece, kSent + 5, ages_);
    }
    check.end(length);
    return check.fault();
  }

  Histogram ages_;
  std::uint64_t count_ = 0;
};

TEST_F(AnswerCheckTest, FindsNothingWrongWithAWholeAnswer) {
  EXPECT_EQ(check(4, {tokens({0, 1}), tokens({2, 3})}), Fault::kNone);
  EXPECT_EQ(count_, 4u);
  EXPECT_EQ(ages_.count(), 4u);
  EXPECT_EQ(ages_.max(), 5u);
}

TEST_F(AnswerCheckTest, TakesTextThatIsCutAnywhere) {
  const std::string text = tokens({0, 1, 2});
  for (std::size_t first = 0; first <= text.size(); ++first) {
    for (std::size_t second = first; second <= text.size(); ++second) {
      EXPECT_EQ(check(3, {text.substr(0, first), text.substr(first, second - first), text.substr(second)}),
                Fault::kNone)
          << first << " " << second;
    }
  }
}

TEST_F(AnswerCheckTest, FindsALostToken) {
  EXPECT_EQ(check(4, {tokens({0, 1, 3})}), Fault::kLost);
  EXPECT_EQ(check(4, {tokens({1, 2, 3})}), Fault::kLost);
}

TEST_F(AnswerCheckTest, FindsThatTheLastTokenIsMissing) {
  EXPECT_EQ(check(4, {tokens({0, 1, 2})}), Fault::kShort);
}

TEST_F(AnswerCheckTest, FindsARepeatedToken) {
  EXPECT_EQ(check(3, {tokens({0, 1}), tokens({1, 2})}), Fault::kRepeated);
}

TEST_F(AnswerCheckTest, FindsTokensInAnotherOrder) {
  EXPECT_EQ(check(4, {tokens({0, 2, 1, 3})}), Fault::kLost);
}

TEST_F(AnswerCheckTest, FindsMoreTokensThanOrdered) {
  EXPECT_EQ(check(2, {tokens({0, 1, 2})}), Fault::kLong);
}

TEST_F(AnswerCheckTest, FindsATokenThatIsCut) {
  EXPECT_EQ(check(2, {tokens({0, 1}).substr(0, 2 * kTokenSize - 1)}), Fault::kCut);
  EXPECT_EQ(check(3, {token(0).substr(0, 7) + tokens({1, 2})}), Fault::kMalformed);
}

TEST_F(AnswerCheckTest, KeepsTheFirstThingThatIsWrong) {
  EXPECT_EQ(check(5, {tokens({0, 0, 3})}), Fault::kRepeated);
}

TEST_F(AnswerCheckTest, CountsOnWhereTheSequenceBeginsAgain) {
  std::string text;
  const std::uint64_t count = kSequenceModulus + 3;
  for (std::uint64_t i = 0; i < count; ++i) text += token(i);
  EXPECT_EQ(check(count, {text}), Fault::kNone);
}

TEST_F(AnswerCheckTest, FindsAWrongOffset) {
  AnswerCheck check;
  check.begin(2);
  check.offset(0);
  check.text(token(0), kSent, ages_);
  EXPECT_EQ(check.fault(), Fault::kNone);
  check.offset(0);
  check.text(token(1), kSent, ages_);
  check.end(2 * kTokenSize);
  EXPECT_EQ(check.fault(), Fault::kOffset);
}

TEST_F(AnswerCheckTest, FindsAWrongLength) {
  AnswerCheck check;
  check.begin(1);
  check.text(token(0), kSent, ages_);
  check.end(kTokenSize + 1);
  EXPECT_EQ(check.fault(), Fault::kLength);
}

TEST_F(AnswerCheckTest, NeedsNoLength) {
  AnswerCheck check;
  check.begin(1);
  check.text(token(0), kSent, ages_);
  check.end(std::nullopt);
  EXPECT_EQ(check.fault(), Fault::kNone);
}

TEST_F(AnswerCheckTest, BeginsEveryAnswerAnew) {
  AnswerCheck check;
  check.begin(2);
  check.text(token(1).substr(0, 4), kSent, ages_);
  check.end(7);
  ASSERT_NE(check.fault(), Fault::kNone);
  check.begin(1);
  check.offset(0);
  check.text(token(0), kSent, ages_);
  check.end(kTokenSize);
  EXPECT_EQ(check.fault(), Fault::kNone);
}

}  // namespace
}  // namespace bench
