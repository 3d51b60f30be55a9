#include <exception>
#include <string>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <conversations/changes.h>
#include <conversations/housekeeping.h>

#include <runtime/log.h>

namespace conversations {
namespace {

void log_failure(std::string_view task, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError,
                 std::string("conversations: ").append(task).append(": ").append(error.what()));
  }
}

}  // namespace

Housekeeping::Housekeeping(runtime::Executor executor, store::Database& database, HousekeepingOptions options)
    : executor_(std::move(executor)),
      database_(&database),
      options_(options),
      tasks_(executor_, log_failure) {}

void Housekeeping::start() {
  tasks_.spawn("erasing", run());
}

runtime::Task<> Housekeeping::shut_down() {
  tasks_.cancel();
  co_await tasks_.join();
}

runtime::Task<> Housekeeping::run() {
  boost::asio::steady_timer pause(executor_);
  while (true) {
    co_await round();
    pause.expires_after(options_.interval);
    co_await pause.async_wait(boost::asio::use_awaitable);
  }
}

// One conversation a job: a question that comes meanwhile does not wait for all of them.
runtime::Task<> Housekeeping::round() {
  std::size_t erased = 0;
  while (true) {
    const auto more = co_await database_->write(
        [keep = options_.keep_deleted.count()](store::Transaction& tx) -> base::Result<bool> {
          return erase_next(tx, tx.now() - keep);
        });
    if (!more) {
      runtime::log(runtime::LogLevel::kError,
                   "deleted conversations could not be erased: " + more.error().message);
    }
    if (!more || !*more) break;
    ++erased;
  }
  if (erased == 0) co_return;
  runtime::log(runtime::LogLevel::kInfo,
               "the texts of " + std::to_string(erased) + " deleted conversation(s) were erased");
}

}  // namespace conversations
