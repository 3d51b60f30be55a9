// A SQLite file that is being made as the copy of a database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "dialect.h"

namespace store {

// Used on one thread. It is written without regard to a crash: whoever makes the copy brings it to the disk
// at the end. All functions throw Failure, which speaks of the copy.
class SqliteCopy {
 public:
  // `path` is there; `shown` is what messages call it.
  SqliteCopy(const std::string& path, std::string shown);

  // Takes over all pages of the database of `source`, which has a read transaction open.
  void take_pages(sqlite_api::sqlite3* source, const CopyProgress& progress);

  struct Table {
    std::string name;
    std::vector<std::string> columns;
  };
  // In the order in which they were made.
  [[nodiscard]] std::vector<Table> tables();

  // Rows go in between these two: the schema's triggers and foreign keys do not see them come, and the keys
  // are checked at the end.
  void begin_rows();
  void end_rows();
  void empty(const Table& table);
  // The next row goes into that table.
  void prepare(const Table& table);
  // A column's text, or nullopt for NULL; SQLite makes numbers of what its column wants as numbers.
  void add_row(std::span<const std::optional<std::string_view>> values);

 private:
  struct Close {
    void operator()(sqlite_api::sqlite3* connection) const { sqlite_api::sqlite3_close(connection); }
    void operator()(sqlite_api::sqlite3_stmt* statement) const { sqlite_api::sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite_api::sqlite3_stmt, Close>;

  void run(const std::string& sql);
  [[nodiscard]] Statement statement(const std::string& sql);
  [[nodiscard]] std::vector<std::vector<std::string>> rows_of(const std::string& sql);
  [[noreturn]] void fail(int result);

  const std::string shown_;
  std::unique_ptr<sqlite_api::sqlite3, Close> connection_;
  Statement insert_;
  std::vector<std::string> triggers_;  // statements that make them again
};

}  // namespace store
