// A tutor over a real database, with a model that a test scripts.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <base/ids.h>
#include <runtime/notification.h>
#include <runtime/run_task.h>
#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <accounts/schema.h>
#include <coins/ledger.h>
#include <coins/schema.h>
#include <tutor/tutor.h>

namespace tutor {

// Each answer waits until the test says how it goes on.
class ScriptedModel final : public Model {
 public:
  struct Call {
    explicit Call(const runtime::Executor& executor) : changed(executor) {}
    ModelRequest request;
    std::vector<std::string> deltas;
    std::optional<ModelResult> result;
    runtime::Notification changed;
    bool cancelled = false;
  };

  runtime::Task<ModelResult> answer(ModelRequest& request, AnswerSink& sink) override {
    const auto call = std::make_shared<Call>(co_await boost::asio::this_coro::executor);
    call->request = std::move(request);
    if (prepare) prepare(*call);
    calls.push_back(call);
    while (true) {
      for (const std::string& delta : std::exchange(call->deltas, {})) sink.append(delta);
      if (call->result) co_return *call->result;
      co_await call->changed.wait();
      const auto state = co_await boost::asio::this_coro::cancellation_state;
      if (state.cancelled() != boost::asio::cancellation_type::none) {
        call->cancelled = true;
        co_return std::unexpected(ModelFailure{kUpstreamError, "cancelled"});
      }
    }
  }
  [[nodiscard]] std::string_view provider() const override { return "scripted"; }

  // Lets each call begin with a script; without one it waits.
  std::function<void(Call&)> prepare;
  std::vector<std::shared_ptr<Call>> calls;
};

// Ends a call as a test wants it.
inline void finish(ScriptedModel::Call& call, std::string text, ModelResult result = FinishReason::kStop) {
  if (!text.empty()) call.deltas.push_back(std::move(text));
  call.result = std::move(result);
  call.changed.notify();
}

class TutorTest : public testing::Test {
 protected:
  template <class Work>
  auto write(Work work) {
    auto done = database_->write_now(std::move(work));
    EXPECT_TRUE(done) << done.error().message;
    if constexpr (!std::is_void_v<typename decltype(done)::value_type>) return std::move(*done);
  }

  TutorTest() : database_(store::Database::open(home_.url()).value()) {
    std::vector<store::Migration> all;
    for (const auto part : {accounts::migrations(), coins::migrations(), migrations()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    EXPECT_TRUE(store::migrate(*database_, all));
    write([this](store::Transaction& tx) -> base::Result<> {
      for (const std::string name : {"ada", "bob"}) {
        tx.change(
            "INSERT INTO accounts (username, normalized_username, password_hash, role, created_at) "
            "VALUES (:name, :normalized, 'x', 'student', 0)",
            name, name);
      }
      ada_ = std::get<0>(tx.first<std::int64_t>("SELECT id FROM accounts WHERE username = 'ada'").value());
      bob_ = std::get<0>(tx.first<std::int64_t>("SELECT id FROM accounts WHERE username = 'bob'").value());
      return {};
    });
  }

  void give(std::int64_t account, std::int64_t copper) {
    write([&](store::Transaction& tx) -> base::Result<> {
      auto granted = coins::grant(tx, account, coins::Tier::kCopper, copper, "test", "test");
      return granted ? base::Result<>() : base::fail(granted.error());
    });
  }

  std::int64_t copper_of(std::int64_t account) {
    return database_
        ->read_now([account](store::Transaction& tx) -> base::Result<std::int64_t> {
          return coins::balances(tx, account).copper;
        })
        .value();
  }

  std::optional<StoredAnswer> stored(const std::string& answer_id) {
    return database_
        ->read_now([&](store::Transaction& tx) -> base::Result<std::optional<StoredAnswer>> {
          return find_answer(tx, ada_, answer_id);
        })
        .value();
  }

  // Runs the loop until `done`: waits for what other threads post, and for nothing else.
  void run_until(const std::function<bool()>& done) {
    const auto work = boost::asio::make_work_guard(loop_);
    loop_.restart();
    while (!done()) loop_.run_one();
  }
  template <class T>
  T result_of(runtime::Task<T> task) {
    std::optional<T> result;
    boost::asio::co_spawn(loop_, std::move(task),
                          [&](const std::exception_ptr&, T value) { result.emplace(std::move(value)); });
    run_until([&] { return result.has_value(); });
    return std::move(*result);
  }
  const Ending& ended(const std::shared_ptr<Answer>& answer) {
    run_until([&] { return answer->ending().has_value(); });
    return *answer->ending();
  }

  NewQuestion question(std::string content, std::string id = base::random_uuid()) const {
    return {.id = std::move(id),
            .account_id = ada_,
            .conversation_id = {},
            .tier = coins::Tier::kCopper,
            .content = std::move(content)};
  }

  boost::asio::io_context loop_{1};
  store::TestDatabase home_;
  std::unique_ptr<store::Database> database_;  // destroyed before the loop
  ScriptedModel model_;
  std::int64_t ada_ = 0;
  std::int64_t bob_ = 0;
};

}  // namespace tutor
