#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <accounts/records.h>

#include "service_fixture.h"

namespace accounts {
namespace {

using AccountsTest = ServiceFixture;

TEST_F(AccountsTest, RegistersAStudentWhoCanLogIn) {
  const auto ada = register_account("Ada");
  ASSERT_TRUE(ada);
  EXPECT_EQ(ada->username, "Ada");
  EXPECT_EQ(ada->role, Role::kStudent);
  EXPECT_EQ(log_in("ada")->id, ada->id);
}

TEST_F(AccountsTest, RefusesBadNamesAndPasswords) {
  EXPECT_EQ(register_account("a").error().error.code, kInvalidUsername);
  EXPECT_EQ(register_account("ada", "short").error().error.code, kWeakPassword);
}

TEST_F(AccountsTest, RefusesATakenNameInEveryCase) {
  ASSERT_TRUE(register_account("Ada"));
  EXPECT_EQ(register_account("aDA").error().error.code, kUsernameTaken);
}

TEST_F(AccountsTest, OfManyAtOnceOneGetsTheName) {
  int made = 0;
  int taken = 0;
  auto one = [](Accounts& accounts, int& won, int& lost) -> runtime::Task<> {
    const auto outcome = co_await accounts.register_account("ada", "correct horse", "10.0.0.1");
    ++(outcome ? won : lost);
    if (!outcome) EXPECT_EQ(outcome.error().error.code, kUsernameTaken);
  };
  for (int i = 0; i < 10; ++i)
    boost::asio::co_spawn(loop_, one(accounts(), made, taken), boost::asio::detached);
  loop_.run();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(taken, 9);
}

TEST_F(AccountsTest, AnUnknownNameAndAWrongPasswordLookTheSame) {
  ASSERT_TRUE(register_account("ada"));
  const auto wrong = log_in("ada", "wrong horse");
  const auto unknown = log_in("bob", "wrong horse");
  const auto impossible = log_in("no such name!", "wrong horse");
  EXPECT_EQ(wrong.error().error.code, kBadCredentials);
  for (const auto* other : {&unknown, &impossible}) {
    EXPECT_EQ(other->error().error.code, kBadCredentials);
    EXPECT_EQ(other->error().error.message, wrong.error().error.message);
  }
}

TEST_F(AccountsTest, WhatRunsAtCreationIsPartOfIt) {
  options_.on_created = [](store::Transaction& tx, std::int64_t account) -> base::Result<> {
    if (account > 1) return base::fail(kBusy, "no coins left");
    tx.change("UPDATE accounts SET role = 'admin' WHERE id = :id", account);
    return {};
  };
  ASSERT_TRUE(register_account("ada"));
  EXPECT_EQ(log_in("ada")->role, Role::kAdmin);
  EXPECT_EQ(register_account("bob").error().error.message, "no coins left");
  EXPECT_EQ(log_in("bob").error().error.code, kBadCredentials);
}

TEST_F(AccountsTest, HashesAnewWhenTheCostChanged) {
  ASSERT_TRUE(register_account("ada"));
  const auto stored_hash = [this] {
    return database_
        ->read_now([](store::Transaction& tx) -> base::Result<std::string> {
          return find_account(tx, "ada")->password_hash;
        })
        .value();
  };
  const std::string before = stored_hash();
  ASSERT_TRUE(log_in("ada"));
  EXPECT_EQ(stored_hash(), before);
  accounts_.reset();
  options_.password_cost.operations = 2;
  ASSERT_TRUE(log_in("ada"));
  EXPECT_TRUE(stored_hash().contains("t=2")) << stored_hash();
  EXPECT_TRUE(log_in("ada"));
}

TEST_F(AccountsTest, AnAccountIsThrottledAfterTooManyFailures) {
  options_.failures_per_account = {.attempts = 3, .window = std::chrono::seconds(60)};
  ASSERT_TRUE(register_account("ada"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(log_in("ada", "wrong horse").error().error.code, kBadCredentials);
  const auto refused = log_in("ADA");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error.code, kTooManyAttempts);
  EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(60));
  clock_.advance(std::chrono::seconds(60));
  EXPECT_TRUE(log_in("ada"));
}

TEST_F(AccountsTest, SuccessesAreNotCounted) {
  options_.failures_per_account = {.attempts = 3, .window = std::chrono::seconds(60)};
  options_.failures_per_address = {.attempts = 3, .window = std::chrono::seconds(60)};
  ASSERT_TRUE(register_account("ada"));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(log_in("ada"));
}

TEST_F(AccountsTest, AnAddressIsThrottledOverAllNames) {
  options_.failures_per_address = {.attempts = 3, .window = std::chrono::seconds(60)};
  ASSERT_TRUE(register_account("ada"));
  for (const char* name : {"bob", "carol", "dave"}) EXPECT_FALSE(log_in(name, "wrong horse"));
  EXPECT_EQ(log_in("ada").error().error.code, kTooManyAttempts);
  EXPECT_TRUE(log_in("ada", "correct horse", "10.0.0.2"));
}

TEST_F(AccountsTest, ManyFailuresAtOnceDoNotGetPastTheLimit) {
  options_.failures_per_account = {.attempts = 3, .window = std::chrono::seconds(60)};
  ASSERT_TRUE(register_account("ada"));
  int checked = 0;
  auto guess = [](Accounts& accounts, int& count) -> runtime::Task<> {
    const auto outcome = co_await accounts.log_in("ada", "wrong horse", "10.0.0.1");
    if (outcome.error().error.code == kBadCredentials) ++count;
  };
  for (int i = 0; i < 20; ++i)
    boost::asio::co_spawn(loop_, guess(accounts(), checked), boost::asio::detached);
  loop_.restart();
  loop_.run();
  EXPECT_EQ(checked, 3);
}

TEST_F(AccountsTest, RegistrationsOfAnAddressAreThrottled) {
  options_.registrations_per_address = {.attempts = 2, .window = std::chrono::seconds(60)};
  EXPECT_TRUE(register_account("ada"));
  EXPECT_TRUE(register_account("bob"));
  EXPECT_EQ(register_account("carol").error().error.code, kTooManyAttempts);
  EXPECT_TRUE(register_account("carol", "correct horse", "10.0.0.2"));
}

TEST_F(AccountsTest, ABurstThatExceedsTheQueueIsToldToComeBack) {
  options_.hashing_queue_limit = 0;
  const auto refused = register_account("ada");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error.code, kBusy);
  EXPECT_GT(refused.error().retry_after, std::chrono::seconds(0));
}

}  // namespace
}  // namespace accounts
