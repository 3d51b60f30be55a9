// Task<T>: a lazily started coroutine on an executor. What every asynchronous function of the project
// returns.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace runtime {

// A task runs on the executor it was spawned on and never moves to another. Awaiting one that fails by
// exception rethrows; ordinary failures are returned as base::Result.
template <class T = void>
using Task = boost::asio::awaitable<T>;

using Executor = boost::asio::any_io_executor;

}  // namespace runtime
