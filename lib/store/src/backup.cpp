#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <base/ids.h>
#include <store/backup.h>

#include "parts.h"
#include "sqlite_copy.h"

namespace store {
namespace {

namespace fs = std::filesystem;

base::Error refusal(int cause, const fs::path& file) {
  if (cause == ENOSPC || cause == EDQUOT) {
    return {kDatabaseFull,
            "There is no space left for " + file.string() + "; free some, or choose another place."};
  }
  const bool forbidden = cause == EACCES || cause == EPERM || cause == EROFS;
  return {forbidden ? kDatabaseReadOnly : kDatabaseUnavailable,
          "Cannot write " + file.string() + " (" + std::strerror(cause) +
              "); choose another place for the copy, or let this user write there."};
}

// What is not to be overwritten: the database itself in any case.
base::Result<> check_place(const fs::path& file, const Dialect& source, bool replace) {
  std::error_code unknown;
  if (const auto path = source.file(); path && fs::equivalent(*path, file, unknown)) {
    return base::fail(kBackupExists,
                      file.string() + " is the database itself; choose another place for the copy.");
  }
  for (const char* of_database : {"-wal", "-journal"}) {
    const std::string beside = file.string() + of_database;
    if (fs::exists(beside, unknown)) {
      return base::fail(kBackupExists, "There is a " + beside +
                                           ": a database of that name is in use, or was not "
                                           "closed. Choose another place for the copy.");
    }
  }
  const fs::file_status status = fs::symlink_status(file, unknown);
  if (fs::is_directory(fs::status(file, unknown))) {
    return base::fail(kBackupExists, file.string() + " is a folder; give the name of a file in it.");
  }
  if (!replace && fs::exists(status)) {
    return base::fail(kBackupExists, "There is a file " + file.string() +
                                         " already; choose another, or replace it with --force.");
  }
  return {};
}

// A file that is removed unless it was given its name.
class Draft {
 public:
  explicit Draft(const fs::path& file)
      : file_(file), path_(file.string() + "." + base::random_token(6) + ".part") {}
  ~Draft() {
    if (!named_) remove_all();
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

  base::Result<> make() {
    const int made = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) return base::fail(refusal(errno, file_));
    ::close(made);
    return {};
  }

  // Brings it to the disk and gives it its name.
  base::Result<> publish(bool replace) {
    if (auto kept = sync(path_, O_RDWR); !kept) return kept;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, file_.c_str(), replace ? 0 : RENAME_NOREPLACE) != 0) {
      const int cause = errno;
      if (cause == EEXIST) {
        return base::fail(kBackupExists, "Meanwhile somebody has made a file " + file_.string() +
                                             "; choose another place for the copy.");
      }
      // A file system that cannot rename so can rename plainly.
      if (cause != EINVAL || ::rename(path_.c_str(), file_.c_str()) != 0)
        return base::fail(refusal(cause, file_));
    }
    named_ = true;
    const fs::path folder = file_.parent_path();
    return sync(folder.empty() ? fs::path(".") : folder, O_RDONLY | O_DIRECTORY);
  }

 private:
  base::Result<> sync(const fs::path& path, int how) {
    const int file = ::open(path.c_str(), how | O_CLOEXEC);
    if (file < 0) return base::fail(refusal(errno, file_));
    const int cause = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (cause != 0) return base::fail(refusal(cause, file_));
    return {};
  }

  void remove_all() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(path_.string() + suffix, ignored);
  }

  const fs::path file_;
  const fs::path path_;
  bool named_ = false;
};

CopyProgress telling(const BackupOptions& options) {
  return [&options](const BackupProgress& progress) {
    if (options.on_progress && !options.on_progress(progress))
      throw Failure({kBackupCancelled, "The backup was given up; nothing was kept."});
  };
}

base::Result<> copy(Database& database, const fs::path& draft, const std::string& shown,
                    const BackupOptions& options) {
  const Dialect& dialect = *database.parts().dialect;
  if (!dialect.file()) {
    // Rows need tables to go to; a SQLite database brings its own.
    auto target = Database::open("sqlite:" + draft.string(), {.create = false});
    if (!target) return base::fail(target.error());
    if (auto made = migrate(**target, options.schema); !made) return base::fail(made.error());
  }
  return database.read_now([&](Transaction& tx) -> base::Result<> {
    SqliteCopy target(draft.string(), shown);
    dialect.copy_to(tx, target, telling(options));
    return {};
  });
}

}  // namespace

base::Result<std::uintmax_t> back_up(Database& database, const fs::path& file, const BackupOptions& options) {
  if (auto free = check_place(file, *database.parts().dialect, options.replace); !free)
    return base::fail(free.error());
  Draft draft(file);
  if (auto made = draft.make(); !made) return base::fail(made.error());
  if (auto copied = copy(database, draft.path(), file.string(), options); !copied)
    return base::fail(copied.error());
  if (options.inspect) {
    auto opened = Database::open("sqlite:" + draft.path().string(), {.create = false});
    if (!opened) return base::fail(opened.error());
    if (auto good = options.inspect(**opened); !good) return base::fail(good.error());
  }
  if (auto published = draft.publish(options.replace); !published) return base::fail(published.error());
  std::error_code unknown;
  return fs::file_size(file, unknown);
}

}  // namespace store
