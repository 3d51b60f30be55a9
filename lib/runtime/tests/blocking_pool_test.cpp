#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include <runtime/blocking_pool.h>
#include <runtime/run_task.h>

namespace runtime {
namespace {

TEST(BlockingPool, RunsWorkElsewhereAndResumesHere) {
  boost::asio::io_context loop;
  BlockingPool pool(2, 10);
  const auto here = std::this_thread::get_id();
  auto task = [](BlockingPool& on, std::thread::id expected) -> Task<int> {
    const auto elsewhere = co_await on.run([] { return std::this_thread::get_id(); });
    EXPECT_NE(elsewhere.value(), expected);
    EXPECT_EQ(std::this_thread::get_id(), expected);
    co_return (co_await on.run([] { return 42; })).value();
  };
  EXPECT_EQ(run_task(loop, task(pool, here)), 42);
}

TEST(BlockingPool, RefusesWhenTheQueueIsFull) {
  boost::asio::io_context loop;
  std::latch started(1);
  std::latch release(1);
  BlockingPool pool(1, 1);
  ASSERT_TRUE(pool.try_post([&] {
    started.count_down();
    release.wait();
  }));
  started.wait();
  ASSERT_TRUE(pool.try_post([] {}));
  auto task = [](BlockingPool& on) -> Task<base::Result<int>> {
    co_return co_await on.run([] { return 1; });
  };
  const auto refused = run_task(loop, task(pool));
  release.count_down();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kPoolBusy);
}

TEST(BlockingPool, FinishesWhatIsQueuedBeforeItEnds) {
  int done = 0;
  {
    BlockingPool pool(1, 100);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.try_post([&done] { ++done; }));
  }
  EXPECT_EQ(done, 50);
}

}  // namespace
}  // namespace runtime
