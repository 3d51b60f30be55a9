#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include <runtime/notification.h>
#include <runtime/run_task.h>
#include <runtime/task_group.h>

namespace runtime {
namespace {

Task<> wait_for(Notification& changed, bool& ended) {
  co_await changed.wait();
  ended = true;
}

Task<> fail_at_once() {
  throw std::runtime_error("broken");
  co_return;
}

TEST(TaskGroup, JoinsWhatEnds) {
  boost::asio::io_context loop;
  TaskGroup group(loop.get_executor(), nullptr);
  Notification changed(loop.get_executor());
  bool ended = false;
  group.spawn("waiter", wait_for(changed, ended));
  loop.poll();
  EXPECT_EQ(group.size(), 1U);
  changed.notify();
  run_task(loop, group.join());
  EXPECT_TRUE(ended);
  EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, CancelsWhatRunsAndStartsNothingMore) {
  boost::asio::io_context loop;
  TaskGroup group(loop.get_executor(), nullptr);
  Notification never(loop.get_executor());
  bool ended = false;
  bool late = false;
  group.spawn("waiter", wait_for(never, ended));
  loop.poll();
  group.cancel();
  group.spawn("late", wait_for(never, late));
  run_task(loop, group.join());
  EXPECT_FALSE(late);
  EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, LetsOneTaskBeCancelledByItself) {
  boost::asio::io_context loop;
  TaskGroup group(loop.get_executor(), nullptr);
  Notification changed(loop.get_executor());
  bool ended = false;
  bool other_ended = false;
  const auto cancel = std::make_shared<boost::asio::cancellation_signal>();
  group.spawn("one", wait_for(changed, ended), cancel);
  group.spawn("other", wait_for(changed, other_ended));
  loop.poll();
  cancel->emit(boost::asio::cancellation_type::terminal);
  loop.poll();
  EXPECT_TRUE(ended);
  EXPECT_FALSE(other_ended);
  EXPECT_EQ(group.size(), 1U);
  group.cancel();
  run_task(loop, group.join());
  EXPECT_TRUE(other_ended);
}

TEST(TaskGroup, NamesTheTaskThatThrew) {
  boost::asio::io_context loop;
  std::string failed;
  TaskGroup group(loop.get_executor(),
                  [&](std::string_view name, const std::exception_ptr&) { failed = name; });
  group.spawn("breaks", fail_at_once());
  run_task(loop, group.join());
  EXPECT_EQ(failed, "breaks");
}

}  // namespace
}  // namespace runtime
