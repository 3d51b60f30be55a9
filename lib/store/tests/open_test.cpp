#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temporary_database.h"

namespace store {
namespace {

base::ErrorCode refusal(const std::string& url, DatabaseOptions options = {}) {
  const auto database = Database::open(url, options);
  EXPECT_FALSE(database);
  EXPECT_TRUE(database.error().message.ends_with('.')) << database.error().message;
  return database.error().code;
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status = {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 0777;
}

TEST(Open, MakesFileAndFolderForItsOwnerAlone) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url("a b/c=d/x.sqlite"));
  EXPECT_EQ(mode_of(folder.file("a b")), 0700U);
  EXPECT_EQ(mode_of(folder.file("a b/c=d")), 0700U);
  EXPECT_EQ(mode_of(folder.file("a b/c=d/x.sqlite")), 0600U);
  EXPECT_EQ(mode_of(folder.file("a b/c=d/x.sqlite-wal")), 0600U);
}

TEST(Open, KeepsWhatWasWritten) {
  const TemporaryFolder folder;
  {
    static_cast<void>(open_notes(folder.url())->write_now([](Transaction& tx) { return add_note(tx, "a"); }));
  }
  EXPECT_EQ(count_notes(*open_or_fail(folder.url())), 1);
}

TEST(Open, SurvivesPowerCutsByItsSettings) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url());
  const auto settings = database->write_now([](Transaction& tx) -> base::Result<std::string> {
    return std::get<0>(*tx.first<std::string>("PRAGMA journal_mode")) + " " +
           std::to_string(std::get<0>(*tx.first<int>("PRAGMA synchronous"))) + " " +
           std::to_string(std::get<0>(*tx.first<int>("PRAGMA foreign_keys")));
  });
  EXPECT_EQ(settings.value(), "wal 2 1");
}

TEST(Open, WorksInMemory) {
  const auto database = open_notes("sqlite::memory:");
  EXPECT_TRUE(database->write_now([](Transaction& tx) { return add_note(tx, "a"); }));
  EXPECT_EQ(count_notes(*database), 1);
}

TEST(Open, RefusesWhatItCannotUse) {
  const TemporaryFolder folder;
  EXPECT_EQ(refusal("mysql://x"), kBadDatabaseUrl);
  EXPECT_EQ(refusal("sqlite:"), kBadDatabaseUrl);
  EXPECT_EQ(refusal("postgresql://host/name?%zz=1"), kBadDatabaseUrl);
  EXPECT_EQ(refusal("sqlite:a\"b"), kBadDatabaseUrl);
  EXPECT_EQ(refusal(folder.url("none.sqlite"), {.create = false}), kDatabaseUnavailable);
  EXPECT_EQ(refusal("sqlite:/proc/ailab/x.sqlite"), kDatabaseUnavailable);
  EXPECT_EQ(refusal("sqlite:/dev/null/x.sqlite"), kDatabaseUnavailable);
  EXPECT_EQ(refusal("postgresql://user:secret@127.0.0.1:1/none?connect_timeout=1"), kDatabaseUnavailable);
}

TEST(Open, NeverShowsAPassword) {
  const auto database = Database::open("postgresql://user:secret@127.0.0.1:1/none?password=secret");
  EXPECT_FALSE(database.error().message.contains("secret")) << database.error().message;
  EXPECT_TRUE(database.error().message.contains("127.0.0.1:1/none")) << database.error().message;
}

TEST(Open, RefusesAFileThatIsNoDatabase) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("letter.txt")) << std::string(5000, 'x');
  EXPECT_EQ(refusal(folder.url("letter.txt")), kNotADatabase);
}

TEST(Open, RefusesAnotherProgramsDatabaseAndLeavesItAsItIs) {
  const TemporaryFolder folder;
  {
    const auto database = open_or_fail(folder.url());
    ASSERT_TRUE(database->write_now([](Transaction& tx) -> base::Result<> {
      tx.change("CREATE TABLE recipes (id INTEGER PRIMARY KEY AUTOINCREMENT)");
      return {};
    }));
  }
  EXPECT_EQ(refusal(folder.url()), kDatabaseForeign);
  EXPECT_FALSE(std::filesystem::exists(folder.file("test.sqlite-wal")));
}

TEST(Open, RefusesAFileThatItMayNotWrite) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  const TemporaryFolder folder;
  {
    static_cast<void>(open_notes(folder.url()));
  }
  ::chmod(folder.file("test.sqlite").c_str(), 0400);
  EXPECT_EQ(refusal(folder.url()), kDatabaseReadOnly);
}

// Without it, a command that ends beside a server takes the server's -wal away, and with it what is committed
// afterwards (SQLite: "How to corrupt", 2.2).
TEST(Open, ItsConnectionsLeaveEachOtherTheLockOnTheFile) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url());
  EXPECT_EQ(count_notes(*database), 0);
  const int file = ::open(folder.file("test.sqlite").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(file, 0);
  // As another process would see it: locks of an open file description get no regard for who asks.
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  EXPECT_EQ(::fcntl(file, F_OFD_GETLK, &lock), 0);
  EXPECT_EQ(lock.l_type, F_RDLCK);
  ::close(file);
}

}  // namespace
}  // namespace store
