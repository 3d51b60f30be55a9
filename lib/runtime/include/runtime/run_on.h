// Calls from one loop into another.
#pragma once

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/task.h>

namespace runtime {

// Runs the task on `loop`; the caller resumes on its own loop with what the task returned or threw. Both
// loops run until then. Cancelling the caller cancels the task.
template <class T>
Task<T> run_on(Executor loop, Task<T> task) {
  return boost::asio::co_spawn(std::move(loop), std::move(task), boost::asio::use_awaitable);
}

}  // namespace runtime
