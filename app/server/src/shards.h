// All shards: which account and which session belongs to which, and what is said to several of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <net/exchange.h>
#include <runtime/task.h>
#include <store/announcements.h>

#include <chat/chat.h>
#include <tutor/text_journal.h>

#include "front_door.h"
#include "shard.h"

namespace server {

// Owned by the wiring. Made and destroyed while the loops do not run; everything else is called on the first
// loop. An account stays on its shard for as long as the server runs, so that whatever it does meets there,
// without locks.
class Shards {
 public:
  // One for each of the door's loops; `journals` has one for each, or none. All references outlive this.
  Shards(Shared shared, FrontDoor& door, std::vector<std::unique_ptr<tutor::TextJournal>> journals);
  ~Shards();
  Shards(const Shards&) = delete;
  Shards& operator=(const Shards&) = delete;

  void start();

  // The login session is over: its sockets are disconnected, soon.
  void end_session(std::string_view session_id);
  // As in chat::Chat, soon.
  void tell_conversations(std::int64_t account_id);
  [[nodiscard]] runtime::Task<std::vector<chat::User>> users();
  // As in tutor::Tutor.
  [[nodiscard]] runtime::Task<base::Result<>> stop_all(std::int64_t account_id);
  void drop(std::int64_t account_id);
  // Another program has changed the database: see `obey`.
  void hear(const store::Announcement& announcement);
  // Of all together.
  [[nodiscard]] runtime::Task<ShardCounts> counts();

  // The end, in this order; see Shard. Each returns when all shards are through.
  runtime::Task<> end_answers(std::chrono::milliseconds grace);
  runtime::Task<> end_hearing();
  runtime::Task<> end_sockets(std::chrono::milliseconds time_to_read);

 private:
  void add_routes();
  runtime::Task<> serve_first(net::Exchange& exchange);
  runtime::Task<> serve_further(std::size_t index, net::Exchange& exchange);
  [[nodiscard]] std::size_t index_of(std::int64_t account_id) const;
  Shard& shard_of(std::int64_t account_id) { return *shards_[index_of(account_id)]; }
  // Runs the task that `what` makes on every shard's loop, and waits for all.
  runtime::Task<> on_all(std::function<runtime::Task<>(Shard&)> what);

  Shared shared_;
  FrontDoor* door_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace server
