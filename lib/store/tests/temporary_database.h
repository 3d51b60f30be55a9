// Small databases for tests, and files of SQLite's in a folder that is removed at the end of a test.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <base/ids.h>
#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

namespace store {

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() / ("ailab-store-" + base::random_token(9))) {
    std::filesystem::create_directory(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::string url(const std::string& name = "test.sqlite") const {
    return "sqlite:" + file(name).string();
  }

 private:
  std::filesystem::path path_;
};

inline std::unique_ptr<Database> open_or_fail(const std::string& url, DatabaseOptions options = {}) {
  auto database = Database::open(url, options);
  if (!database) {
    ADD_FAILURE() << database.error().message;
    return nullptr;
  }
  return *std::move(database);
}

// A database with `CREATE TABLE notes (id, text)`, in which text may not be empty and is unique.
inline std::unique_ptr<Database> open_notes(const std::string& url, DatabaseOptions options = {}) {
  auto database = open_or_fail(url, options);
  static constexpr Migration kNotes{.number = 1,
                                    .name = "notes",
                                    .sql =
                                        "CREATE TABLE notes (id $IDENTITY, text TEXT NOT NULL UNIQUE,"
                                        " CONSTRAINT text_is_there CHECK (text <> ''))"};
  const auto made = migrate(*database, std::span(&kNotes, 1));
  EXPECT_TRUE(made) << made.error().message;
  return database;
}

// Gives each test a database of its own, and its url() to open it once more.
class WithDatabase : public ::testing::Test {
 protected:
  [[nodiscard]] const std::string& url() const { return home_.url(); }
  [[nodiscard]] bool on_postgresql() const { return home_.on_postgresql(); }

 private:
  TestDatabase home_{SqlitePlace::kFile};
};

inline base::Result<> add_note(Transaction& tx, std::string_view text) {
  tx.change("INSERT INTO notes (text) VALUES (:text)", text);
  return {};
}

inline std::int64_t count_notes(Database& database) {
  const auto count = database.read_now([](Transaction& tx) -> base::Result<std::int64_t> {
    return std::get<0>(*tx.first<std::int64_t>("SELECT count(*) FROM notes"));
  });
  EXPECT_TRUE(count) << count.error().message;
  return count.value_or(-1);
}

}  // namespace store
