// The running server: all of its parts, and how they are put together.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/signal_set.hpp>
#include <conversations/housekeeping.h>

#include <base/clock.h>
#include <runtime/task_group.h>
#include <store/announcements.h>
#include <store/database.h>

#include <accounts/accounts.h>
#include <server/settings.h>
#include <tutor/text_journal.h>

#include "front_door.h"
#include "shards.h"

namespace server {

// All that is behind the door. Made, run once, and destroyed, all on one thread, which becomes the first
// network loop. Accounts, the API and the house's own tasks are on that loop; the tutoring is on all of them.
class Application {
 public:
  // `door` outlives this. `database` is migrated, and what a former run left open in it is closed. `journals`
  // has one for each of the door's loops, or none for a database in memory.
  Application(Settings settings, FrontDoor& door, std::unique_ptr<store::Database> database,
              std::vector<std::unique_ptr<tutor::TextJournal>> journals);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  // Serves until SIGTERM or SIGINT, then ends in order.
  void run();

 private:
  [[nodiscard]] accounts::AccountsOptions accounts_options() const;
  [[nodiscard]] Shared shared();
  void add_routes();
  void add_account_routes();
  [[nodiscard]] runtime::Task<std::string> metrics();
  runtime::Task<> end_at_signal();
  runtime::Task<> note_who_is_there();
  runtime::Task<> save_last_seen();

  // In the order in which they need each other; destroyed the other way round.
  const Settings settings_;
  base::Clock clock_;
  FrontDoor* door_;
  boost::asio::signal_set signals_;
  std::unique_ptr<store::Database> database_;
  accounts::Accounts accounts_;
  const std::shared_ptr<std::atomic<std::uint64_t>> ends_heard_ =
      std::make_shared<std::atomic<std::uint64_t>>(1);  // see chat::User
  Shards shards_;
  conversations::Housekeeping housekeeping_;
  runtime::TaskGroup house_;
  std::unique_ptr<store::Announcements> announcements_;  // while it serves
  bool ending_ = false;
};

}  // namespace server
