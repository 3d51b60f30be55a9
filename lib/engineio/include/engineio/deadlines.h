// Many deadlines on one timer, so that a session that waits costs a map node and no timer of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>

#include <boost/asio/steady_timer.hpp>

#include <base/clock.h>
#include <runtime/task.h>

namespace engineio {

// Owned by the server. Everything is called on the executor's loop.
class Deadlines {
 public:
  using Handler = std::move_only_function<void()>;
  using Entries = std::multimap<base::SteadyTime, Handler>;

  // Names a pending deadline. Must not be used after it has fired or was cancelled.
  using Id = Entries::iterator;

  explicit Deadlines(const runtime::Executor& executor);
  // Forgets what is pending.
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  // Calls `handler` once at `when` or soon after, never inside this call. What it throws is logged.
  Id add(base::SteadyTime when, Handler handler);
  // Gives a pending deadline another time.
  void move(Id& id, base::SteadyTime when);
  void cancel(Id id);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  void arm();
  void fire();

  boost::asio::steady_timer timer_;
  Entries entries_;
  base::SteadyTime armed_for_ = base::SteadyTime::max();
  std::shared_ptr<bool> alive_;  // a wait may end after the deadlines are gone
};

}  // namespace engineio
