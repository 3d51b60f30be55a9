// Threads for work that blocks (SQL, password hashing, files), so that a network loop never does.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <base/result.h>
#include <runtime/task.h>

namespace runtime {

// The pool's queue is full: the machine has more to do than it can; try again later.
inline constexpr base::ErrorCode kPoolBusy = "pool_busy";

// Owned by the program's wiring. Its threads wake the loops whose tasks wait for it, so that it must be gone
// before these are; and a task that waits must not outlive it. All functions may be called from any thread.
class BlockingPool {
 public:
  // At most `queue_limit` jobs wait; further ones are refused, so that a burst costs no memory without bound.
  BlockingPool(std::size_t threads, std::size_t queue_limit);
  // Runs what is queued, then joins the threads.
  ~BlockingPool();
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  // Queues a job; false when the queue is full. The job must not throw.
  [[nodiscard]] bool try_post(std::move_only_function<void()> job);

  // Runs `work` on the pool and resumes the awaiting task on its own executor with what it returned (a value,
  // not void). Error: kPoolBusy. A started job cannot be cancelled; the task waits for it. `work` must not
  // throw.
  template <class Work>
  Task<base::Result<std::invoke_result_t<Work&>>> run(Work work);

  [[nodiscard]] std::size_t queued() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

template <class Work>
Task<base::Result<std::invoke_result_t<Work&>>> BlockingPool::run(Work work) {
  using Value = std::invoke_result_t<Work&>;
  using Outcome = base::Result<Value>;
  auto initiate = [this](auto handler, Work job) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto guard = boost::asio::make_work_guard(executor);
    // Held apart from the job, so that a refusal can still call it.
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    const bool queued = try_post([held, guard, executor, job = std::move(job)]() mutable {
      Outcome outcome(job());
      boost::asio::post(executor,
                        [held = std::move(held), guard = std::move(guard),
                         outcome = std::move(outcome)]() mutable { std::move (*held)(std::move(outcome)); });
    });
    if (!queued) {
      boost::asio::post(executor, [held = std::move(held)]() mutable {
        std::move (*held)(Outcome(base::fail(kPoolBusy, "The server is busy; try again in a moment.")));
      });
    }
  };
  return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Outcome)>(
      std::move(initiate), boost::asio::use_awaitable, std::move(work));
}

}  // namespace runtime
