// What is found even if somebody computed all digests anew.
#include "replay.h"

#include <gtest/gtest.h>

#include "chain.h"

namespace coins {
namespace {

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() { EXPECT_EQ(next("grant", "gift", 5, std::nullopt, ""), "none"); }

  // One more entry of account 1's gold, whose balance and digest are right. `state` is its reservation's.
  std::string next(const std::string& kind, const std::string& rule, std::int64_t amount,
                   const std::optional<std::string>& question, const std::string& state) {
    balance_ += amount;
    const std::optional<std::int64_t> previous = id_ == 0 ? std::nullopt : std::optional(id_);
    ReplayedEntry entry{.id = ++id_,
                        .account = 1,
                        .tier = "gold",
                        .kind = kind,
                        .rule = rule,
                        .amount = amount,
                        .question = question,
                        .who = "system",
                        .reason = "",
                        .balance_after = balance_,
                        .created_at = 1,
                        .digest = "",
                        .previous = previous,
                        .reserved_question = question,
                        .reserved_account = 1,
                        .reserved_tier = "gold",
                        .state = state};
    entry.digest =
        chain_digest(head_, {1, "gold", entry.kind, entry.rule, amount, question, "system", "", balance_, 1});
    head_ = entry.digest;
    return replay_.next(entry).value_or("none");
  }

  Replay replay_;
  std::string head_;
  std::int64_t balance_ = 0;
  std::int64_t id_ = 0;
};

TEST_F(ReplayTest, AQuestionThatIsReservedAndClosedIsSound) {
  EXPECT_EQ(next("reserve", "question", -1, "q1", "settled"), "none");
  EXPECT_EQ(next("settle", "complete", 0, "q1", "settled"), "none");
  EXPECT_EQ(next("reserve", "question", -1, "q2", "open"), "none");
  EXPECT_EQ(replay_.finish(), std::nullopt);
  EXPECT_EQ(replay_.open().size(), 1U);
}

TEST_F(ReplayTest, AQuestionIsClosedOnce) {
  EXPECT_EQ(next("reserve", "question", -1, "q1", "settled"), "none");
  EXPECT_EQ(next("settle", "complete", 0, "q1", "settled"), "none");
  EXPECT_EQ(next("settle", "complete", 0, "q1", "settled"),
            "account 1, gold: entry 4 (settle) is for question q1, which is closed already, or was never "
            "reserved.");
}

TEST_F(ReplayTest, AQuestionIsReservedBeforeItIsClosed) {
  EXPECT_EQ(next("refund", "upstream_error", 1, "q1", "refunded"),
            "account 1, gold: entry 2 (refund) is for question q1, which is closed already, or was never "
            "reserved.");
}

TEST_F(ReplayTest, AQuestionIsReservedOnce) {
  EXPECT_EQ(next("reserve", "question", -1, "q1", "open"), "none");
  EXPECT_EQ(next("reserve", "question", -1, "q1", "open"),
            "account 1, gold: entry 3 (reserve) is for question q1, which is reserved already.");
}

TEST_F(ReplayTest, ARefundOfASettledQuestionIsNone) {
  EXPECT_EQ(next("reserve", "question", -1, "q1", "settled"), "none");
  EXPECT_EQ(next("refund", "upstream_error", 1, "q1", "settled"),
            "account 1, gold: entry 3 (refund) is for question q1, whose reservation is settled instead of "
            "refunded.");
}

TEST(ChainDigest, DependsOnEveryField) {
  const Statement statement{1, "gold", "settle", "complete", 0, "q1", "system", "done", 5, 7};
  const std::string digest = chain_digest("x", statement);
  EXPECT_EQ(digest.size(), 32U);
  EXPECT_EQ(chain_digest("x", statement), digest);
  EXPECT_NE(chain_digest("y", statement), digest);
  const std::vector<Statement> others{
      {2, "gold", "settle", "complete", 0, "q1", "system", "done", 5, 7},
      {1, "copper", "settle", "complete", 0, "q1", "system", "done", 5, 7},
      {1, "gold", "refund", "complete", 0, "q1", "system", "done", 5, 7},
      {1, "gold", "settle", "length_limit", 0, "q1", "system", "done", 5, 7},
      {1, "gold", "settle", "complete", 1, "q1", "system", "done", 5, 7},
      {1, "gold", "settle", "complete", 0, "q2", "system", "done", 5, 7},
      {1, "gold", "settle", "complete", 0, "", "system", "done", 5, 7},
      {1, "gold", "settle", "complete", 0, std::nullopt, "system", "done", 5, 7},
      {1, "gold", "settle", "complete", 0, "q1", "systemd", "one", 5, 7},
      {1, "gold", "settle", "complete", 0, "q1", "system", "", 5, 7},
      {1, "gold", "settle", "complete", 0, "q1", "system", "done", 6, 7},
      {1, "gold", "settle", "complete", 0, "q1", "system", "done", 5, 8}};
  for (const Statement& other : others) EXPECT_NE(chain_digest("x", other), digest);
}

}  // namespace
}  // namespace coins
