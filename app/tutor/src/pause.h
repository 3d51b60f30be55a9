// Lets a task wait for some time.
#pragma once

#include <chrono>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/task.h>

namespace tutor {

inline runtime::Task<> pause(runtime::Executor executor, std::chrono::milliseconds length) {
  boost::asio::steady_timer timer(executor, length);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// On the task's own executor.
inline runtime::Task<> pause(std::chrono::milliseconds length) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, length);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace tutor
