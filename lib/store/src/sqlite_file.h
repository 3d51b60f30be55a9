// Makes the file of a SQLite database, readable by its owner alone.
#pragma once

#include <string>

#include <base/result.h>

namespace store {

// Sees that `path` is a file that can be opened, making it (mode 0600) and its folders (0700) if `create`.
// SQLite gives its -wal and -shm files the same mode. Errors: kDatabaseUnavailable, kDatabaseReadOnly.
[[nodiscard]] base::Result<> prepare_sqlite_file(const std::string& path, bool create);

// The error for a system call on `path` that failed with the errno `cause`; `what` as in "Cannot … PATH".
[[nodiscard]] base::Error file_refusal(int cause, const std::string& what, const std::string& path);

}  // namespace store
