#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <runtime/task.h>

#include "ledger_fixture.h"

namespace coins {
namespace {

// On a file, as in service: readers and the writer have connections of their own.
class ConcurrencyTest : public LedgerFixture {
 protected:
  ConcurrencyTest() : LedgerFixture(store::SqlitePlace::kFile) {}

  boost::asio::io_context loop_;
};

struct Tally {
  int taken = 0;
  int low = 0;
  int twice = 0;
};

runtime::Task<> ask(store::Database& database, std::string question, Tally& tally) {
  const auto outcome = co_await database.write(
      [question](store::Transaction& tx) { return coins::reserve(tx, 1, Tier::kGold, question); });
  if (outcome) {
    ++tally.taken;
  } else if (outcome.error().code == kLowCoins) {
    ++tally.low;
  } else if (outcome.error().code == kAlreadyReserved) {
    ++tally.twice;
  }
}

TEST_F(ConcurrencyTest, OneCoinPaysForOneOfAThousandQuestions) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1));
  Tally tally;
  for (int i = 0; i < 1000; ++i)
    boost::asio::co_spawn(loop_, ask(*database_, "q" + std::to_string(i), tally), boost::asio::detached);
  loop_.run();
  EXPECT_EQ(tally.taken, 1);
  EXPECT_EQ(tally.low, 999);
  EXPECT_EQ(verify().drift, std::nullopt);
}

TEST_F(ConcurrencyTest, OneQuestionAskedAThousandTimesIsPaidForOnce) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1000));
  Tally tally;
  for (int i = 0; i < 1000; ++i)
    boost::asio::co_spawn(loop_, ask(*database_, "the same", tally), boost::asio::detached);
  loop_.run();
  EXPECT_EQ(tally.taken, 1);
  EXPECT_EQ(tally.twice, 999);
  EXPECT_EQ(balances(kAlice).gold, 999);
}

runtime::Task<> settle_and_refund(store::Database& database, std::string question, int& closed) {
  const auto settled = co_await database.write(
      [question](store::Transaction& tx) { return coins::settle(tx, question, Rule::kComplete); });
  const auto refunded = co_await database.write(
      [question](store::Transaction& tx) { return coins::refund(tx, question, Rule::kUpstreamError); });
  closed += (settled ? 1 : 0) + (refunded ? 1 : 0);
}

TEST_F(ConcurrencyTest, AQuestionThatManyTryToCloseIsClosedOnce) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 10));
  int closed = 0;
  for (int i = 0; i < 10; ++i) {
    const std::string question = "q" + std::to_string(i);
    ASSERT_TRUE(reserve(kAlice, Tier::kGold, question));
    for (int j = 0; j < 5; ++j)
      boost::asio::co_spawn(loop_, settle_and_refund(*database_, question, closed), boost::asio::detached);
  }
  loop_.run();
  EXPECT_EQ(closed, 10);
  EXPECT_EQ(verify().drift, std::nullopt);
}

}  // namespace
}  // namespace coins
