#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include <runtime/notification.h>
#include <runtime/run_task.h>

namespace runtime {
namespace {

TEST(Notification, WakesEveryWaiterOfNow) {
  boost::asio::io_context loop;
  Notification changed(loop.get_executor());
  int woken = 0;
  auto waiter = [](Notification& on, int& count) -> Task<> {
    co_await on.wait();
    ++count;
  };
  boost::asio::co_spawn(loop, waiter(changed, woken), boost::asio::detached);
  boost::asio::co_spawn(loop, waiter(changed, woken), boost::asio::detached);
  loop.poll();
  EXPECT_EQ(woken, 0);
  changed.notify();
  loop.poll();
  EXPECT_EQ(woken, 2);
}

}  // namespace
}  // namespace runtime
