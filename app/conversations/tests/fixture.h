// Students with conversations, made as the tutor makes them, in a database of their own.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <conversations/records.h>
#include <gtest/gtest.h>

#include <base/clock.h>
#include <base/ids.h>
#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <accounts/schema.h>
#include <coins/ledger.h>
#include <coins/schema.h>
#include <tutor/records.h>

namespace conversations {

class ConversationsTest : public testing::Test {
 protected:
  struct Asked {
    std::string question;
    std::string conversation;
  };

  ConversationsTest() : database_(store::Database::open(home_.url(), {.clock = &clock_}).value()) {
    std::vector<store::Migration> all;
    for (const auto part : {accounts::migrations(), coins::migrations(), tutor::migrations()})
      all.insert(all.end(), part.begin(), part.end());
    EXPECT_TRUE(store::migrate(*database_, all));
    ada_ = make_account("ada");
    bob_ = make_account("bob");
  }

  // What `work` returns, which must be no error.
  template <class Work>
  auto write(Work work) {
    auto done = database_->write_now(std::move(work));
    EXPECT_TRUE(done) << done.error().message;
    if constexpr (!std::is_void_v<typename decltype(done)::value_type>) return std::move(*done);
  }
  // For work that returns no base::Result.
  template <class Work>
  auto see(Work work) {
    using Value = std::invoke_result_t<Work, store::Transaction&>;
    return write([&work](store::Transaction& tx) -> base::Result<Value> { return work(tx); });
  }

  std::int64_t make_account(const std::string& name) {
    return write([name](store::Transaction& tx) -> base::Result<std::int64_t> {
      const auto id = std::get<0>(
          tx.first<std::int64_t>(
                "INSERT INTO accounts (username, normalized_username, password_hash, role, created_at) "
                "VALUES (:name, :normalized, 'x', 'student', 0) RETURNING id",
                name, name)
              .value());
      auto granted = coins::grant(tx, id, coins::Tier::kCopper, 1'000, "test", "test");
      if (!granted) return base::fail(granted.error());
      return id;
    });
  }

  // The answer is open then. Each question comes a second after the one before.
  Asked begin(std::int64_t account, std::string content, std::optional<std::string> conversation = {}) {
    clock_.advance(std::chrono::seconds(1));
    tutor::NewQuestion question{.id = base::random_uuid(),
                                .account_id = account,
                                .conversation_id = std::move(conversation),
                                .tier = coins::Tier::kCopper,
                                .content = std::move(content)};
    const auto recorded =
        write([&question](store::Transaction& tx) { return tutor::record_question(tx, question, 10); });
    return {question.id, recorded.conversation_id};
  }

  void end(std::int64_t account, const std::string& question, std::string_view text,
           const tutor::Ending& ending) {
    write([&](store::Transaction& tx) { return tutor::close_answer(tx, account, question, text, ending); });
  }

  Asked ask(std::int64_t account, std::string content, std::string_view answer = "Because.",
            std::optional<std::string> conversation = {}) {
    Asked asked = begin(account, std::move(content), std::move(conversation));
    end(account, asked.question, answer,
        tutor::decide_ending({tutor::FinishReason::kStop, true, false, false}));
    return asked;
  }

  base::FakeClock clock_;
  store::TestDatabase home_;
  std::unique_ptr<store::Database> database_;
  std::int64_t ada_ = 0;
  std::int64_t bob_ = 0;
};

}  // namespace conversations
