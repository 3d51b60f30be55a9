#include <list>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <runtime/notification.h>
#include <runtime/task_group.h>

namespace runtime {

struct TaskGroup::State {
  State(Executor on, FailureHandler handler)
      : executor(std::move(on)), on_failure(std::move(handler)), empty(executor) {}

  Executor executor;
  FailureHandler on_failure;
  std::list<std::shared_ptr<boost::asio::cancellation_signal>> running;
  Notification empty;
  bool cancelled = false;
};

namespace {

// Cancellation ends a task by this exception at its next wait; that is how it is meant to end.
bool is_cancellation(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == boost::asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

}  // namespace

TaskGroup::TaskGroup(Executor executor, FailureHandler on_failure)
    : state_(std::make_shared<State>(std::move(executor), std::move(on_failure))) {}

TaskGroup::~TaskGroup() = default;

void TaskGroup::spawn(std::string_view name, Task<> task) {
  spawn(name, std::move(task), std::make_shared<boost::asio::cancellation_signal>());
}

void TaskGroup::spawn(std::string_view name, Task<> task,
                      std::shared_ptr<boost::asio::cancellation_signal> cancel) {
  if (state_->cancelled) return;
  const auto slot = cancel->slot();
  const auto entry = state_->running.insert(state_->running.end(), std::move(cancel));
  // The completion handler keeps the state and the signal, so that a task that outlives the group (executor
  // stopped) stays harmless.
  auto finished = [state = state_, entry, signal = *entry, name](const std::exception_ptr& failure) {
    state->running.erase(entry);
    const bool expected = !failure || (state->cancelled && is_cancellation(failure));
    if (!expected && state->on_failure) state->on_failure(name, failure);
    if (state->running.empty()) state->empty.notify();
  };
  boost::asio::co_spawn(state_->executor, std::move(task),
                        boost::asio::bind_cancellation_slot(slot, std::move(finished)));
}

void TaskGroup::cancel() {
  const auto state = state_;
  state->cancelled = true;
  // A task may end, and leave the list, inside emit: step on before each.
  for (auto entry = state->running.begin(); entry != state->running.end();) {
    const auto current = *entry++;
    current->emit(boost::asio::cancellation_type::terminal);
  }
}

Task<> TaskGroup::join() {
  const auto state = state_;
  while (!state->running.empty()) co_await state->empty.wait();
}

std::size_t TaskGroup::size() const {
  return state_->running.size();
}

}  // namespace runtime
