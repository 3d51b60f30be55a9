// A ledger of its own for each test, and each call in a transaction of its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <coins/audit.h>
#include <coins/ledger.h>
#include <coins/schema.h>

namespace coins {

class LedgerFixture : public ::testing::Test {
 protected:
  static constexpr std::int64_t kAlice = 1;
  static constexpr std::int64_t kBob = 2;

  explicit LedgerFixture(store::SqlitePlace place = store::SqlitePlace::kMemory) : home_(place) {
    auto opened = store::Database::open(home_.url(), {.clock = &clock_});
    EXPECT_TRUE(opened);
    database_ = *std::move(opened);
    EXPECT_TRUE(store::migrate(*database_, migrations()));
  }

  template <class Work>
  auto run(Work work) {
    return database_->write_now(std::move(work));
  }

  base::Result<Balances> grant(std::int64_t account, Tier tier, std::int64_t count) {
    return run([=](store::Transaction& tx) {
      return coins::grant(tx, account, tier, count, "admin:root", "a gift");
    });
  }
  base::Result<Balances> adjust(std::int64_t account, Tier tier, std::int64_t amount) {
    return run([=](store::Transaction& tx) {
      return coins::adjust(tx, account, tier, amount, "admin:root", "a correction");
    });
  }
  base::Result<Balances> reserve(std::int64_t account, Tier tier, std::string question) {
    return run([=](store::Transaction& tx) { return coins::reserve(tx, account, tier, question); });
  }
  base::Result<Balances> settle(std::string question, Rule rule = Rule::kComplete) {
    return run([=](store::Transaction& tx) { return coins::settle(tx, question, rule); });
  }
  base::Result<Balances> refund(std::string question, Rule rule = Rule::kUpstreamError) {
    return run([=](store::Transaction& tx) { return coins::refund(tx, question, rule); });
  }
  Balances balances(std::int64_t account) {
    return run([=](store::Transaction& tx) -> base::Result<Balances> { return coins::balances(tx, account); })
        .value();
  }
  std::vector<Entry> entries(std::int64_t account, std::int64_t limit = 100,
                             std::optional<std::int64_t> before = std::nullopt) {
    return run([=](store::Transaction& tx) -> base::Result<std::vector<Entry>> {
             return coins::entries(tx, account, limit, before);
           })
        .value();
  }
  std::vector<Reservation> open_reservations() {
    return run([](store::Transaction& tx) -> base::Result<std::vector<Reservation>> {
             return coins::open_reservations(tx);
           })
        .value();
  }
  Audit verify() {
    return run([](store::Transaction& tx) -> base::Result<Audit> { return coins::verify(tx); }).value();
  }
  base::Result<std::int64_t> sql(std::string text) {
    return run([=](store::Transaction& tx) -> base::Result<std::int64_t> { return tx.change(text); });
  }

  base::FakeClock clock_;
  store::TestDatabase home_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace coins
