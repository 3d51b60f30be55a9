#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <store/service_lock.h>

#include "sqlite_file.h"

namespace store {

base::Result<ServiceLock> ServiceLock::take(std::string_view url) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!url.starts_with(kSqlite) || url == "sqlite::memory:") return ServiceLock(-1);
  // A file of its own: closing a descriptor of the database itself would drop SQLite's own locks (POSIX
  // fcntl).
  const std::string path = std::string(url.substr(kSqlite.size())) + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT, 0600);
  if (file < 0) return base::fail(file_refusal(errno, "open the lock file", path));
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return ServiceLock(file);
  const int cause = errno;
  ::close(file);
  if (cause != EWOULDBLOCK) return base::fail(file_refusal(cause, "lock", path));
  return base::fail(kDatabaseInUse, "Another server is working on the database " +
                                        std::string(url.substr(kSqlite.size())) +
                                        "; stop it first, or give this one another database.");
}

ServiceLock::~ServiceLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace store
