// Copies a database to a SQLite file while others read and write it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include <base/result.h>
#include <store/database.h>
#include <store/migrations.h>

namespace store {

// There is a file in the copy's place, or one that belongs to a database that was there.
inline constexpr base::ErrorCode kBackupExists = "backup_exists";
// on_progress said no.
inline constexpr base::ErrorCode kBackupCancelled = "backup_cancelled";

struct BackupProgress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // pages of a SQLite database, rows of a PostgreSQL one
};

struct BackupOptions {
  bool replace = false;  // the file may be there; it is replaced at the end, at once
  // The schema that a copy of a PostgreSQL database is made with: the same that the source has.
  std::span<const Migration> schema;
  // Called often, on a thread of the database's. False gives up.
  std::function<bool(const BackupProgress&)> on_progress;
  // Given the finished copy, opened, before it gets its name. An error gives up.
  std::function<base::Result<>(Database& copy)> inspect;
};

// The copy is one state of the database, as of the start: all of it is read inside one read transaction,
// which holds up no writer (SQLite keeps its -wal growing meanwhile). It is written to a file of another name
// beside `file`, brought to the disk, and then renamed: `file` is the whole copy or is not there. Only its
// owner can read it. Blocks; not for a loop. Returns the copy's size in bytes. Errors: kBackupExists,
// kBackupCancelled, those of `inspect`, any of errors.h, about the source or the copy.
[[nodiscard]] base::Result<std::uintmax_t> back_up(Database& database, const std::filesystem::path& file,
                                                   const BackupOptions& options);

}  // namespace store
