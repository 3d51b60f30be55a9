#include <atomic>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <runtime/run_task.h>

#include "temporary_database.h"

namespace store {
namespace {

class Concurrency : public WithDatabase {};

runtime::Task<> write_notes(Database& database, int from, int count, std::thread::id here) {
  for (int i = from; i < from + count; ++i) {
    const auto added =
        co_await database.write([i](Transaction& tx) { return add_note(tx, std::to_string(i)); });
    EXPECT_TRUE(added);
    EXPECT_EQ(std::this_thread::get_id(), here);
  }
}

TEST_F(Concurrency, ManyTasksWriteAndResumeOnTheirLoop) {
  boost::asio::io_context loop;
  const auto database = open_notes(url());
  for (int i = 0; i < 64; ++i) {
    boost::asio::co_spawn(loop, write_notes(*database, i * 20, 20, std::this_thread::get_id()),
                          boost::asio::detached);
  }
  loop.run();
  EXPECT_EQ(count_notes(*database), 64 * 20);
  const DatabaseCounts counts = database->counts();
  EXPECT_LT(counts.commits, counts.written_jobs);
  EXPECT_EQ(counts.failed_commits, 0U);
}

TEST_F(Concurrency, ReadersSeeOneStateWhileTheWriterGoesOn) {
  const auto database = open_notes(url());
  const auto seen = database->read_now([&](Transaction& tx) -> base::Result<std::pair<int, int>> {
    constexpr std::string_view kCount = "SELECT count(*) FROM notes";
    const auto before = tx.first<int>(kCount);
    EXPECT_TRUE(database->write_now([](Transaction& inner) { return add_note(inner, "meanwhile"); }));
    const auto after = tx.first<int>(kCount);
    return std::pair(std::get<0>(*before), std::get<0>(*after));
  });
  EXPECT_EQ(seen.value(), std::pair(0, 0));
  EXPECT_EQ(count_notes(*database), 1);
}

TEST_F(Concurrency, ATaskReadsAndGetsErrors) {
  boost::asio::io_context loop;
  const auto database = open_notes(url());
  auto task = [](Database& on) -> runtime::Task<base::Result<int>> {
    const auto count = co_await on.read([](Transaction& tx) -> base::Result<int> {
      return std::get<0>(*tx.first<int>("SELECT count(*) FROM notes"));
    });
    EXPECT_EQ(count.value(), 0);
    co_return co_await on.read([](Transaction& tx) -> base::Result<int> {
      return std::get<0>(*tx.first<int>("SELECT count(*) FROM nowhere"));
    });
  };
  EXPECT_EQ(runtime::run_task(loop, task(*database)).error().code, kDatabaseFailed);
}

TEST_F(Concurrency, ReadsAndWritesFromManyThreads) {
  const auto database = open_notes(url());
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          // All four try every text; it is unique, so one of them succeeds.
          if (!database->write_now([i](Transaction& tx) { return add_note(tx, std::to_string(i)); }))
            ++refused;
          EXPECT_GT(count_notes(*database), i);
        }
      });
    }
  }
  EXPECT_EQ(refused, 150);
  EXPECT_EQ(count_notes(*database), 50);
}

}  // namespace
}  // namespace store
