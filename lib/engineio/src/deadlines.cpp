#include <exception>
#include <string>
#include <utility>

#include <engineio/deadlines.h>
#include <runtime/log.h>

namespace engineio {

Deadlines::Deadlines(const runtime::Executor& executor)
    : timer_(executor), alive_(std::make_shared<bool>(true)) {}

Deadlines::~Deadlines() {
  *alive_ = false;
}

Deadlines::Id Deadlines::add(base::SteadyTime when, Handler handler) {
  const Id id = entries_.emplace(when, std::move(handler));
  arm();
  return id;
}

void Deadlines::move(Id& id, base::SteadyTime when) {
  auto node = entries_.extract(id);
  node.key() = when;
  id = entries_.insert(std::move(node));
  arm();
}

void Deadlines::cancel(Id id) {
  entries_.erase(id);
  // Else the timer stays as it is: it wakes once for nothing, which is cheaper than to set it again each
  // time. With nothing left it must not keep the loop running.
  if (entries_.empty()) {
    armed_for_ = base::SteadyTime::max();
    timer_.cancel();
  }
}

void Deadlines::arm() {
  if (entries_.empty() || entries_.begin()->first >= armed_for_) return;
  armed_for_ = entries_.begin()->first;
  timer_.expires_at(armed_for_);
  timer_.async_wait([this, alive = alive_](const boost::system::error_code& error) {
    if (!error && *alive) fire();
  });
}

void Deadlines::fire() {
  armed_for_ = base::SteadyTime::max();
  const base::SteadyTime now = base::SteadyTime::clock::now();
  // Counted beforehand: what a handler adds for this moment waits for the next turn of the loop.
  auto due = std::distance(entries_.begin(), entries_.upper_bound(now));
  for (; due > 0 && !entries_.empty() && entries_.begin()->first <= now; --due) {
    auto node = entries_.extract(entries_.begin());
    try {
      node.mapped()();
    } catch (const std::exception& error) {
      runtime::log(runtime::LogLevel::kError, std::string("A deadline's handler failed: ") + error.what());
    }
  }
  arm();
}

}  // namespace engineio
