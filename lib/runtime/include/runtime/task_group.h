// A set of tasks with one owner, who can cancel them and wait for them: nothing in the project runs detached.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string_view>

#include <boost/asio/cancellation_signal.hpp>

#include <runtime/task.h>

namespace runtime {

// Owned by whoever starts the tasks, on whose executor (one thread or a strand) everything here must be
// called. Before it is destroyed, `join` must have been awaited, or the executor must have stopped for good.
class TaskGroup {
 public:
  // Told of an exception that left a task: a bug, or a lost resource. `name` is what the task was spawned as.
  using FailureHandler = std::function<void(std::string_view name, const std::exception_ptr&)>;

  TaskGroup(Executor executor, FailureHandler on_failure);
  ~TaskGroup();
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Starts the task soon (never inside this call). `name` must be a literal. After `cancel`, new tasks are
  // not started.
  void spawn(std::string_view name, Task<> task);
  // The same, and whoever emits `cancel` asks this task alone to end.
  void spawn(std::string_view name, Task<> task, std::shared_ptr<boost::asio::cancellation_signal> cancel);

  // Asks every task to end: their pending operations return operation_aborted. Idempotent.
  void cancel();

  // Returns when no task is left. It does not cancel by itself.
  Task<> join();

  [[nodiscard]] std::size_t size() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace runtime
