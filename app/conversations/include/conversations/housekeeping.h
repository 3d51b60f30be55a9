// Erases the texts of conversations that were deleted some time ago.
#pragma once

#include <chrono>

#include <runtime/task.h>
#include <runtime/task_group.h>
#include <store/database.h>

namespace conversations {

struct HousekeepingOptions {
  std::chrono::milliseconds keep_deleted{std::chrono::hours(24 * 30)};
  std::chrono::milliseconds interval{std::chrono::hours(1)};  // between two rounds
};

// Owned by the wiring; everything is called on one loop. Before it is destroyed `shut_down` must have been
// awaited. Several servers on one database may all have one.
class Housekeeping {
 public:
  // `database` outlives this.
  Housekeeping(runtime::Executor executor, store::Database& database, HousekeepingOptions options);

  // Begins the first round, and goes on by itself. A round that fails is logged and made up for by the next.
  void start();
  // Ends between two conversations.
  runtime::Task<> shut_down();

 private:
  runtime::Task<> run();
  runtime::Task<> round();

  runtime::Executor executor_;
  store::Database* database_;
  HousekeepingOptions options_;
  runtime::TaskGroup tasks_;
};

}  // namespace conversations
