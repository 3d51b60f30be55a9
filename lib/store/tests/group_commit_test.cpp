#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <runtime/task.h>

#include "temporary_database.h"

namespace store {
namespace {

// Holds the writer in its first job until `release`, so that what is written meanwhile queues up.
class GroupCommit : public WithDatabase {
 protected:
  void hold_writer() {
    holder_ = std::jthread([this] {
      static_cast<void>(database_->write_now([this](Transaction&) -> base::Result<> {
        held_.count_down();
        release_.wait();
        return {};
      }));
    });
    held_.wait();
    commits_before_ = database_->counts().commits;
  }

  // Starts a write that will wait behind those started before.
  template <class Work>
  std::future<base::Result<>> queue(Work work) {
    const std::size_t before = database_->counts().queued_writes;
    auto outcome = std::async(std::launch::async, [this, work] { return database_->write_now(work); });
    while (database_->counts().queued_writes == before) std::this_thread::yield();
    return outcome;
  }

  void release() {
    release_.count_down();
    holder_.join();
  }

  std::unique_ptr<Database> database_ = open_notes(url());
  std::latch held_{1};
  std::latch release_{1};
  std::jthread holder_;
  std::uint64_t commits_before_ = 0;
};

TEST_F(GroupCommit, WhatQueuedUpSharesOneCommit) {
  hold_writer();
  std::vector<std::future<base::Result<>>> outcomes;
  for (int i = 0; i < 20; ++i)
    outcomes.push_back(queue([i](Transaction& tx) { return add_note(tx, std::to_string(i)); }));
  release();
  for (auto& outcome : outcomes) EXPECT_TRUE(outcome.get());
  EXPECT_EQ(count_notes(*database_), 20);
  // One for the job that held the writer, one for all the others.
  EXPECT_EQ(database_->counts().commits, commits_before_ + 2);
}

TEST_F(GroupCommit, AFailingJobIsRolledBackAlone) {
  hold_writer();
  auto first = queue([](Transaction& tx) { return add_note(tx, "first"); });
  auto refused = queue([](Transaction& tx) -> base::Result<> {
    if (auto added = add_note(tx, "half"); !added) return added;
    return base::fail(kStoreBusy, "changed its mind");
  });
  auto broken = queue([](Transaction& tx) -> base::Result<> {
    if (auto added = add_note(tx, "half"); !added) return added;
    return add_note(tx, "");
  });
  auto thrown = queue([](Transaction& tx) -> base::Result<> {
    static_cast<void>(add_note(tx, "half"));
    throw std::logic_error("a bug");
  });
  auto last = queue([](Transaction& tx) { return add_note(tx, "last"); });
  release();
  EXPECT_TRUE(first.get());
  EXPECT_EQ(refused.get().error().message, "changed its mind");
  EXPECT_EQ(broken.get().error().code, kConstraint);
  EXPECT_EQ(thrown.get().error().code, kDatabaseFailed);
  EXPECT_TRUE(last.get());
  EXPECT_EQ(count_notes(*database_), 2);
  EXPECT_EQ(database_->counts().commits, commits_before_ + 2);
}

TEST_F(GroupCommit, AFailedCommitKeepsNothingAndTellsAll) {
  ASSERT_TRUE(database_->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("CREATE TABLE remarks (note BIGINT REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)");
    return {};
  }));
  hold_writer();
  auto good = queue([](Transaction& tx) { return add_note(tx, "good"); });
  auto bad = queue([](Transaction& tx) -> base::Result<> {
    tx.change("INSERT INTO remarks VALUES (99)");
    return {};
  });
  release();
  EXPECT_EQ(good.get().error().code, kConstraint);
  EXPECT_EQ(bad.get().error().code, kConstraint);
  EXPECT_EQ(count_notes(*database_), 0);
  EXPECT_TRUE(database_->write_now([](Transaction& tx) { return add_note(tx, "later"); }));
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(GroupCommit, AJobThatLosesTheTransactionTakesDownOnlyWhatWentBefore) {
  hold_writer();
  auto before = queue([](Transaction& tx) { return add_note(tx, "before"); });
  auto loses = queue([](Transaction& tx) -> base::Result<> {
    tx.change("ROLLBACK");  // as SQLite does by itself when the disk fails
    return base::fail(kDatabaseFull, "no space");
  });
  auto after = queue([](Transaction& tx) { return add_note(tx, "after"); });
  release();
  EXPECT_FALSE(before.get());
  EXPECT_EQ(loses.get().error().code, kDatabaseFull);
  EXPECT_TRUE(after.get());
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(GroupCommit, AJobThatHidesThatItLostTheTransactionTakesDownOnlyWhatWentBefore) {
  hold_writer();
  auto before = queue([](Transaction& tx) { return add_note(tx, "before"); });
  auto loses = queue([](Transaction& tx) -> base::Result<> {
    tx.change("ROLLBACK");
    return {};
  });
  auto after = queue([](Transaction& tx) { return add_note(tx, "after"); });
  release();
  EXPECT_FALSE(before.get());
  EXPECT_FALSE(loses.get());
  EXPECT_TRUE(after.get());
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(GroupCommit, WhatRunsAgainBesideAFailingJobIsKeptOnce) {
  std::atomic<int> runs = 0;
  hold_writer();
  auto good = queue([&runs](Transaction& tx) {
    ++runs;
    return add_note(tx, "good");
  });
  auto bad = queue([](Transaction& tx) -> base::Result<> {
    if (auto added = add_note(tx, "bad"); !added) return added;
    return base::fail(kStoreBusy, "changed its mind");
  });
  release();
  EXPECT_TRUE(good.get());
  EXPECT_FALSE(bad.get());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(count_notes(*database_), 1);
}

// Work that may wait for others. An hour is longer than any test takes.
class GroupedWrites : public WithDatabase {
 protected:
  // Returns when it is queued, or done.
  void write(std::string note) {
    boost::asio::co_spawn(
        loop_,
        [this, note = std::move(note)]() -> runtime::Task<> {
          const auto added =
              co_await database_->write_grouped([note](Transaction& tx) { return add_note(tx, note); });
          EXPECT_TRUE(added);
          ++written_;
        },
        boost::asio::detached);
    loop_.poll();
  }
  void run_until_written(int count) {
    while (written_ < count) loop_.run_one();
  }

  boost::asio::io_context loop_{1};
  std::unique_ptr<Database> database_ =
      open_notes(url(), DatabaseOptions{.group_interval = std::chrono::hours(1)});
  int written_ = 0;
};

TEST_F(GroupedWrites, WaitForSomebodyInAHurry) {
  write("one");
  write("two");
  write("three");
  EXPECT_EQ(database_->counts().queued_writes, 3U) << "a commit was begun just now, to make the table";
  const auto before = database_->counts().commits;
  EXPECT_TRUE(database_->write_now([](Transaction& tx) { return add_note(tx, "in a hurry"); }));
  run_until_written(3);
  EXPECT_EQ(database_->counts().commits, before + 1);
  EXPECT_EQ(count_notes(*database_), 4);
}

TEST_F(GroupedWrites, WaitForNobodyWhereNothingWasWritten) {
  database_.reset();
  database_ = open_or_fail(url(), DatabaseOptions{.group_interval = std::chrono::hours(1)});
  write("one");
  run_until_written(1);
}

TEST_F(GroupedWrites, WaitForNoMoreThanAreWorthACommit) {
  constexpr int kEnough = 32;
  const auto before = database_->counts().commits;
  for (int i = 0; i < kEnough; ++i) write(std::to_string(i));
  run_until_written(kEnough);
  EXPECT_EQ(database_->counts().commits, before + 1);
}

TEST_F(GroupedWrites, AreDoneWhenTheDatabaseIsClosed) {
  write("one");
  database_.reset();
  run_until_written(1);
}

TEST_F(GroupCommit, RefusesMoreThanItsQueueHolds) {
  database_.reset();
  database_ = open_or_fail(url(), {.write_queue_limit = 1});
  hold_writer();
  auto queued = queue([](Transaction& tx) { return add_note(tx, "queued"); });
  const auto refused = database_->write_now([](Transaction& tx) { return add_note(tx, "refused"); });
  EXPECT_EQ(refused.error().code, kStoreBusy);
  release();
  EXPECT_TRUE(queued.get());
}

TEST_F(GroupCommit, FinishesWhatIsQueuedBeforeItEnds) {
  hold_writer();
  auto queued = queue([](Transaction& tx) { return add_note(tx, "queued"); });
  release();
  database_.reset();
  EXPECT_TRUE(queued.get());
  database_ = open_or_fail(url());
  EXPECT_EQ(count_notes(*database_), 1);
}

}  // namespace
}  // namespace store
