#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "temporary_database.h"

namespace store {
namespace {

// SQLite's lock of a connection that reads or, with a -wal file, that is just open (sqlite3's os.h,
// SHARED_FIRST and SHARED_SIZE).
constexpr off_t kSharedFirst = 0x40000002;
constexpr off_t kSharedSize = 510;

// Whether this process has a lock on the file that others see. Another process has to ask: one's own locks
// are not told to oneself.
bool others_see_a_lock(const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = kSharedFirst;
    lock.l_len = kSharedSize;
    const int file = ::open(path.c_str(), O_RDWR);
    const bool asked = file >= 0 && ::fcntl(file, F_GETLK, &lock) == 0;
    ::_exit(asked && lock.l_type != F_UNLCK ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(SqliteFileLocks, AConnectionMoreTakesNothingFromThoseBefore) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url());
  ASSERT_TRUE(database->write_now([](Transaction& tx) { return add_note(tx, "a"); }));
  EXPECT_TRUE(others_see_a_lock(folder.file("test.sqlite").string()));
  const auto second = open_or_fail(folder.url());
  EXPECT_EQ(count_notes(*second), 1);
  EXPECT_TRUE(others_see_a_lock(folder.file("test.sqlite").string()));
}

}  // namespace
}  // namespace store
