#include "sqlite_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <store/errors.h>

namespace store {
base::Error file_refusal(int cause, const std::string& what, const std::string& path) {
  const bool forbidden = cause == EACCES || cause == EPERM || cause == EROFS;
  return {forbidden ? kDatabaseReadOnly : kDatabaseUnavailable,
          "Cannot " + what + " " + path + " (" + std::strerror(cause) +
              "); choose another path for the database, or let this user write there."};
}

namespace {

base::Result<> make_folders(const std::filesystem::path& folder) {
  if (folder.empty() || std::filesystem::exists(folder)) return {};
  if (auto made = make_folders(folder.parent_path()); !made) return made;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return base::fail(file_refusal(errno, "make the folder", folder.string()));
  return {};
}

}  // namespace

base::Result<> prepare_sqlite_file(const std::string& path, bool create) {
  if (create) {
    if (auto made = make_folders(std::filesystem::path(path).parent_path()); !made) return made;
  }
  if (create) {
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600);
    if (file >= 0) {
      ::close(file);
      return {};
    }
    if (errno != EEXIST) return base::fail(file_refusal(errno, "make the database", path));
  }
  // A file that is there is only looked at: to open and close it would drop the locks that SQLite has on it
  // in this process (POSIX), and the next program to leave would take the -wal of this one away.
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT && !create) {
      return base::fail(kDatabaseUnavailable,
                        "There is no database at " + path + "; `ailab init-db` makes one.");
    }
    return base::fail(file_refusal(errno, "open the database", path));
  }
  if (S_ISDIR(status.st_mode)) return base::fail(file_refusal(EISDIR, "open the database", path));
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0)
    return base::fail(file_refusal(errno, "open the database", path));
  return {};
}

}  // namespace store
