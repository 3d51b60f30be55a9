// Sees to it that a SQLite database has one server: two would each refund what the other is answering.
#pragma once

#include <string_view>
#include <utility>

#include <base/result.h>

namespace store {

// Another process serves this database; the message says what to do.
inline constexpr base::ErrorCode kDatabaseInUse = "database_in_use";

// Held for as long as a server works on the database; let go when it is destroyed or the process ends,
// however it ends. Commands that only read or grant beside a server take none. It is an flock(2) on FILE.lock
// beside a SQLite database. A database in memory needs none. Neither does PostgreSQL: several servers may
// share one database there, each with a name under which it keeps its own answers apart (tutor, not store).
class ServiceLock {
 public:
  // `url` as Database::open takes it; the database's folder exists. Errors: kDatabaseInUse,
  // kDatabaseReadOnly, kDatabaseUnavailable.
  [[nodiscard]] static base::Result<ServiceLock> take(std::string_view url);

  ~ServiceLock();
  ServiceLock(ServiceLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ServiceLock& operator=(ServiceLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ServiceLock(const ServiceLock&) = delete;
  ServiceLock& operator=(const ServiceLock&) = delete;

 private:
  explicit ServiceLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;  // -1: nothing is locked
};

}  // namespace store
