// Wakes the tasks that wait for something to change.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/task.h>

namespace runtime {

// Everything must be called on the executor's thread or strand. A waiter always looks again at what it waits
// for after it wakes: it is also woken by cancellation.
class Notification {
 public:
  explicit Notification(const Executor& executor)
      : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

  // Wakes all that wait now. One that starts to wait later waits for the next.
  void notify() { timer_.cancel(); }

  Task<> wait() {
    boost::system::error_code woken;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }

 private:
  boost::asio::steady_timer timer_;
};

}  // namespace runtime
