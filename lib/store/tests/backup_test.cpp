#include <atomic>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <store/backup.h>

#include "temporary_database.h"

namespace store {
namespace {

constexpr Migration kSchema[] = {{
    .number = 1,
    .name = "pairs",
    .sql = "CREATE TABLE pairs (id $IDENTITY, name TEXT, kept BIGINT NOT NULL);"
           "CREATE TABLE halves (pair BIGINT NOT NULL REFERENCES pairs (id), side TEXT NOT NULL);",
    // It would refuse every row of a copy that its triggers see.
    .sql_sqlite =
        "CREATE TRIGGER pairs_no_delete BEFORE DELETE ON pairs BEGIN SELECT RAISE(ABORT, 'no'); END;"
        "CREATE TRIGGER pairs_stamp BEFORE INSERT ON pairs WHEN new.kept <> 0 "
        "BEGIN SELECT RAISE(ABORT, 'only new ones'); END;",
}};

base::Result<> add_pair(Transaction& tx, const std::optional<std::string>& name) {
  const auto id = std::get<0>(
      tx.first<std::int64_t>("INSERT INTO pairs (name, kept) VALUES (:name, 0) RETURNING id", name).value());
  tx.change("INSERT INTO halves (pair, side) VALUES (:id, 'left')", id);
  tx.change("INSERT INTO halves (pair, side) VALUES (:id, 'right')", id);
  return {};
}

std::int64_t number(Database& database, std::string_view sql) {
  const auto value = database.read_now([sql](Transaction& tx) -> base::Result<std::int64_t> {
    return std::get<0>(tx.first<std::int64_t>(sql).value());
  });
  EXPECT_TRUE(value) << value.error().message;
  return value.value_or(-1);
}

class BackingUp : public WithDatabase {
 protected:
  BackingUp() {
    EXPECT_TRUE(migrate(*database_, kSchema));
    options_.schema = kSchema;
  }

  void add(const std::optional<std::string>& name) {
    const auto added = database_->write_now([&](Transaction& tx) { return add_pair(tx, name); });
    ASSERT_TRUE(added) << added.error().message;
  }

  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(copies_.file("")))
      count += entry.is_regular_file() ? 1U : 0U;
    return count;
  }

  TemporaryFolder copies_;
  std::filesystem::path file_ = copies_.file("copy.sqlite");
  std::unique_ptr<Database> database_ = open_or_fail(url());
  BackupOptions options_;
};

TEST_F(BackingUp, CopiesAllThereIs) {
  add("ünï 🦉 'quoted' \"twice\"");
  add("");
  add(std::nullopt);
  const auto bytes = back_up(*database_, file_, options_);
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(*bytes, std::filesystem::file_size(file_));
  EXPECT_EQ(files(), 1U);
  struct stat status = {};
  ASSERT_EQ(::stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);

  const auto copy = open_or_fail("sqlite:" + file_.string());
  EXPECT_TRUE(pending(*copy, kSchema).value().empty());
  const auto names = copy->read_now(
      [](Transaction& tx) -> base::Result<std::vector<std::tuple<std::int64_t, std::optional<std::string>>>> {
        return tx.all<std::int64_t, std::optional<std::string>>("SELECT id, name FROM pairs ORDER BY id");
      });
  EXPECT_THAT(names.value(), ::testing::ElementsAre(std::tuple(1, "ünï 🦉 'quoted' \"twice\""),
                                                    std::tuple(2, ""), std::tuple(3, std::nullopt)));
  EXPECT_EQ(number(*copy, "SELECT count(*) FROM halves"), 6);
}

TEST_F(BackingUp, TheCopyGoesOnAsTheDatabaseWould) {
  add("one");
  add("two");
  ASSERT_TRUE(back_up(*database_, file_, options_));
  const auto copy = open_or_fail("sqlite:" + file_.string());
  ASSERT_TRUE(copy->write_now([](Transaction& tx) { return add_pair(tx, "three"); }));
  EXPECT_EQ(number(*copy, "SELECT max(id) FROM pairs"), 3);
  const auto refused = copy->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("DELETE FROM pairs");
    return {};
  });
  ASSERT_FALSE(refused) << "its triggers are there";
  EXPECT_EQ(refused.error().code, kConstraint);
}

TEST_F(BackingUp, IsOneStateWhileOthersWrite) {
  static constexpr int kBefore = 1500;
  ASSERT_TRUE(database_->write_now([](Transaction& tx) -> base::Result<> {
    for (int i = 0; i < kBefore; ++i) {
      if (auto added = add_pair(tx, std::string(2000, 'x')); !added) return added;
    }
    return {};
  }));
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::jthread writer([&] {
    while (!stop) {
      add("meanwhile " + std::string(500, 'y'));
      ++written;
    }
  });
  std::vector<std::uint64_t> steps;
  options_.on_progress = [&](const BackupProgress& progress) {
    steps.push_back(progress.done);
    // What is written between two steps must not begin the copy anew.
    const int before = written;
    while (written < before + 3) std::this_thread::yield();
    return true;
  };
  const auto bytes = back_up(*database_, file_, options_);
  stop = true;
  writer.join();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_GT(steps.size(), 1U);
  EXPECT_TRUE(std::ranges::is_sorted(steps));

  const auto copy = open_or_fail("sqlite:" + file_.string());
  const std::int64_t pairs = number(*copy, "SELECT count(*) FROM pairs");
  EXPECT_GE(pairs, kBefore);
  EXPECT_LT(pairs, number(*database_, "SELECT count(*) FROM pairs"));
  EXPECT_EQ(number(*copy, "SELECT count(*) FROM halves"), 2 * pairs);
  EXPECT_EQ(number(*copy, "SELECT max(id) FROM pairs"), pairs) << "none is missing in between";
}

TEST_F(BackingUp, LeavesAFileThatIsThere) {
  std::ofstream(file_) << "somebody's";
  const auto refused = back_up(*database_, file_, options_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kBackupExists);
  EXPECT_EQ(std::filesystem::file_size(file_), 10U);
  options_.replace = true;
  EXPECT_TRUE(back_up(*database_, file_, options_));
  EXPECT_EQ(files(), 1U);
}

TEST_F(BackingUp, LeavesADatabaseThatIsInUseEvenIfItMayReplace) {
  const auto other = open_notes("sqlite:" + file_.string());
  options_.replace = true;
  const auto refused = back_up(*database_, file_, options_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kBackupExists);
  EXPECT_EQ(count_notes(*other), 0);
}

TEST_F(BackingUp, GivenUpItLeavesNothing) {
  add("one");
  options_.on_progress = [](const BackupProgress&) { return false; };
  const auto given_up = back_up(*database_, file_, options_);
  ASSERT_FALSE(given_up);
  EXPECT_EQ(given_up.error().code, kBackupCancelled);
  EXPECT_EQ(files(), 0U);
}

TEST_F(BackingUp, ACopyThatIsNotGoodGetsNoName) {
  options_.inspect = [](Database&) -> base::Result<> { return base::fail(kDatabaseCorrupt, "Not good."); };
  const auto refused = back_up(*database_, file_, options_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kDatabaseCorrupt);
  EXPECT_EQ(files(), 0U);
}

TEST_F(BackingUp, APlaceThatIsNoneIsNamed) {
  const auto refused = back_up(*database_, copies_.file("nowhere/copy.sqlite"), options_);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.contains("nowhere/copy.sqlite")) << refused.error().message;
  EXPECT_EQ(back_up(*database_, copies_.file(""), options_).error().code, kBackupExists);
}

TEST(SqliteBackingUp, NeverReplacesTheDatabaseItself) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url());
  BackupOptions options;
  options.replace = true;
  const auto refused = back_up(*database, folder.file("test.sqlite"), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kBackupExists);
  EXPECT_EQ(count_notes(*database), 0);
}

class PostgresqlBackingUp : public WithDatabase {};

TEST_F(PostgresqlBackingUp, SaysWhenItHasMoreThanTheProgramKnows) {
  const TemporaryFolder folder;
  const auto database = open_or_fail(url());
  ASSERT_TRUE(migrate(*database, kSchema));
  ASSERT_TRUE(database->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("ALTER TABLE pairs ADD COLUMN unknown TEXT");
    return {};
  }));
  BackupOptions options;
  options.schema = kSchema;
  const auto refused = back_up(*database, folder.file("copy.sqlite"), options);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.contains("pairs")) << refused.error().message;
}

}  // namespace
}  // namespace store
