// Stops what is being written for an account that is about to go.
#include <algorithm>
#include <utility>

#include <tutor/nodes.h>
#include <tutor/tutor.h>

#include "pause.h"
#include "running.h"

namespace tutor {
namespace {

// Beyond the lease: for the server that closes what a gone one left.
constexpr std::chrono::seconds kTimeToClose{5};

std::unexpected<base::Error> ending() {
  return base::fail(kBusy, "The server is restarting. Nothing was deleted; try again in a minute.");
}

}  // namespace

std::vector<std::shared_ptr<Tutor::Running>> Tutor::running_for(std::int64_t account_id) const {
  std::vector<std::shared_ptr<Running>> found;
  for (const auto& [id, running] : running_) {
    if (running->question.account_id == account_id) found.push_back(running);
  }
  return found;
}

void Tutor::drop(std::int64_t account_id) {
  for (const auto& running : running_for(account_id)) stop_running(*running);
}

runtime::Task<base::Result<>> Tutor::stop_all(std::int64_t account_id) {
  const auto stopped = running_for(account_id);
  for (const auto& running : stopped) stop_running(*running);
  const auto is_over = [this](const std::shared_ptr<Running>& running) {
    const auto known = running_.find(running->question.id);
    return known == running_.end() || known->second != running;
  };
  while (!std::ranges::all_of(stopped, is_over)) co_await changed_.wait();
  if (options_.sharing == Sharing::kSeveralServers) {
    if (auto done = co_await stop_elsewhere(account_id); !done) co_return done;
  }
  if (journal_ == nullptr) co_return base::Result<>();
  co_return co_await next_save();
}

runtime::Task<base::Result<>> Tutor::stop_elsewhere(std::int64_t account_id) {
  const auto longest = kLease + std::chrono::milliseconds(kTimeToClose);
  for (std::chrono::milliseconds waited{0}; waited < longest; waited += options_.stop_interval) {
    if (closing_) co_return ending();
    const auto open =
        co_await database_->write([account_id](store::Transaction& tx) -> base::Result<std::size_t> {
          return ask_to_stop_all(tx, account_id);
        });
    if (!open) co_return base::fail(open.error());
    if (*open == 0) break;
    co_await pause(executor_, options_.stop_interval);
  }
  co_return base::Result<>();
}

// A save that begins from now on empties the journal of all that has been written until now.
runtime::Task<base::Result<>> Tutor::next_save() {
  const std::uint64_t next = saves_begun_ + 1;
  saves_wanted_ = next;
  while (saves_done_ < next) {
    if (closing_) co_return ending();
    if (saves_failed_ >= next) {
      co_return base::fail(store::kDatabaseUnavailable,
                           "The texts could not be saved. Nothing was deleted; try again in a moment.");
    }
    co_await changed_.wait();
  }
  co_return base::Result<>();
}

}  // namespace tutor
