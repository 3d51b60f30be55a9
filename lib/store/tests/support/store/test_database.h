// A fresh, empty database for one test: SQLite's, or PostgreSQL's when the tests run over that.
#pragma once

#include <filesystem>
#include <string>

namespace store {

enum class SqlitePlace { kMemory, kFile };

// Owned by a test, and declared before what uses it: what it made is deleted with it. One text of a test
// serves both databases: ctest runs it a second time with AILAB_TEST_DATABASE=postgresql. It then wants
// AILAB_TEST_POSTGRESQL, a superuser's address (tests/harness/with_postgresql.mjs sets it): without that the
// test is skipped, and with it but without a server there the test fails.
class TestDatabase {
 public:
  // `place`: where SQLite keeps it. Readers have connections of their own only to a file.
  explicit TestDatabase(SqlitePlace place = SqlitePlace::kMemory);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // As Database::open takes it.
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] bool on_postgresql() const { return !server_.empty(); }

 private:
  void make_postgresql();

  std::string url_;
  std::string server_;  // PostgreSQL's, as its superuser; empty for SQLite
  std::string name_;
  std::filesystem::path folder_;
};

// Runs one statement as PostgreSQL's superuser, outside of any transaction, on `url`: what an operator, a
// crash or another program would do to a server's database. Returns the first column of the first row, if
// there is one; fails the test when the statement fails.
std::string run_on_postgresql(const std::string& url, const std::string& sql);

}  // namespace store
