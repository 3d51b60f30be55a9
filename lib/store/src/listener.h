// The line on which announcements come; each database has its own kind.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <store/announcements.h>

#include "dialect.h"

namespace store {

// Owned by Announcements and used by one thread at a time. All functions throw soci::soci_error or Failure.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  // Connects, at first or after a failure.
  virtual void connect() = 0;
  // Whether what is announced while there is no connection is lost.
  [[nodiscard]] virtual bool may_miss() const = 0;
  // What others have announced since the last call; waits up to `patience` for something to come.
  virtual std::vector<Announcement> hear(std::chrono::milliseconds patience) = 0;
};

// The dialect outlives the listener.
[[nodiscard]] std::unique_ptr<Listener> make_sqlite_listener(const Dialect& dialect);
[[nodiscard]] std::unique_ptr<Listener> make_postgresql_listener(const Dialect& dialect);

}  // namespace store
