// An address on each kind of database, for tests that hold on both.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <base/encodings.h>

#include "temporary_database.h"

namespace store {

enum class Kind { kSqlite, kPostgresql };

// SQLite always; PostgreSQL where AILAB_TEST_POSTGRESQL names one.
inline std::vector<Kind> kinds_to_test() {
  if (std::getenv("AILAB_TEST_POSTGRESQL") == nullptr) return {Kind::kSqlite};
  return {Kind::kSqlite, Kind::kPostgresql};
}

// Nothing is in it at first, and nothing of it stays: a file, or a schema of its own.
class Place {
 public:
  explicit Place(Kind kind) : kind_(kind) {
    if (kind == Kind::kSqlite) {
      url_ = folder_.url();
      return;
    }
    const std::string server = std::getenv("AILAB_TEST_POSTGRESQL");
    schema_ = "test_" + base::hex_encode(base::random_bytes(8));
    url_ = server + (server.contains('?') ? "&" : "?") + "options=-csearch_path%3D" + schema_;
    in_server("CREATE SCHEMA " + schema_);
  }
  ~Place() {
    if (kind_ == Kind::kPostgresql) in_server("DROP SCHEMA " + schema_ + " CASCADE");
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.file(name); }

 private:
  void in_server(const std::string& sql) {
    const auto database = open_or_fail(std::getenv("AILAB_TEST_POSTGRESQL"));
    ASSERT_TRUE(database);
    const auto done = database->write_now([&](Transaction& tx) -> base::Result<> {
      tx.change(sql);
      return {};
    });
    EXPECT_TRUE(done) << done.error().message;
  }

  Kind kind_;
  TemporaryFolder folder_;
  std::string schema_;
  std::string url_;
};

inline std::string name_of_kind(const ::testing::TestParamInfo<Kind>& info) {
  return info.param == Kind::kSqlite ? "Sqlite" : "Postgresql";
}

}  // namespace store
