// Runs one task to its end on a loop of its own: for command-line calls and tests.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <runtime/task.h>

namespace runtime {

// Blocks until the task and everything else on `loop` has ended; rethrows what the task threw.
template <class T>
T run_task(boost::asio::io_context& loop, Task<T> task) {
  std::exception_ptr failure;
  std::optional<T> value;
  boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown, T returned) {
    failure = std::move(thrown);
    if (!failure) value.emplace(std::move(returned));
  });
  loop.restart();
  loop.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*value);
}

inline void run_task(boost::asio::io_context& loop, Task<> task) {
  std::exception_ptr failure;
  boost::asio::co_spawn(loop, std::move(task),
                        [&](std::exception_ptr thrown) { failure = std::move(thrown); });
  loop.restart();
  loop.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace runtime
