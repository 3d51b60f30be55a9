// The service on a database of its own, with a clock that stands still and hashes that cost little.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <base/clock.h>
#include <runtime/run_task.h>
#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <accounts/accounts.h>
#include <accounts/schema.h>

namespace accounts {

// The least that libsodium takes.
inline constexpr PasswordCost kCheap{.operations = 1, .memory_bytes = 8192};

class ServiceFixture : public ::testing::Test {
 protected:
  ServiceFixture() {
    database_ = store::Database::open(home_.url(), {.clock = &clock_}).value();
    EXPECT_TRUE(store::migrate(*database_, migrations()));
    options_.password_cost = kCheap;
    options_.hashing_threads = 1;
  }

  // Made at its first use, so that a test can change the options before.
  Accounts& accounts() {
    if (!accounts_) accounts_ = std::make_unique<Accounts>(*database_, clock_, options_);
    return *accounts_;
  }

  template <class T>
  T await(runtime::Task<T> task) {
    return runtime::run_task(loop_, std::move(task));
  }

  Outcome<Account> register_account(std::string username, std::string password = "correct horse",
                                    std::string address = "10.0.0.1") {
    return await(accounts().register_account(std::move(username), std::move(password), std::move(address)));
  }
  Outcome<Account> log_in(std::string username, std::string password = "correct horse",
                          std::string address = "10.0.0.1") {
    return await(accounts().log_in(std::move(username), std::move(password), std::move(address)));
  }

  base::FakeClock clock_;
  AccountsOptions options_;
  boost::asio::io_context loop_;
  store::TestDatabase home_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<Accounts> accounts_;
};

}  // namespace accounts
