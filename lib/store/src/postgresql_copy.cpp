#include "postgresql_copy.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <store/errors.h>

#include "dialect.h"

namespace store {
namespace {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

// Bounds what is in memory at once.
constexpr std::string_view kNextRows = "FETCH 500 FROM rows_to_copy";

class Source {
 public:
  Source(PGconn* connection, const std::string& description)
      : connection_(connection), description_(description) {}

  Answer run(const std::string& sql) {
    Answer answer(PQexec(connection_, sql.c_str()));
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return answer;
    throw Failure({kDatabaseUnavailable, "Reading " + description_ + " failed (" +
                                             first_line(PQerrorMessage(connection_)) +
                                             "); check that it runs, and try again. Nothing was kept."});
  }

  std::string quoted(const std::string& name) {
    const std::unique_ptr<char, decltype(&PQfreemem)> text(
        PQescapeIdentifier(connection_, name.c_str(), name.size()), &PQfreemem);
    return text ? text.get() : name;
  }

  std::uint64_t count(const SqliteCopy::Table& table) {
    return std::stoull(PQgetvalue(run("SELECT count(*) FROM " + quoted(table.name)).get(), 0, 0));
  }

  std::string select(const SqliteCopy::Table& table) {
    std::string columns;
    for (const std::string& column : table.columns) columns += (columns.empty() ? "" : ", ") + quoted(column);
    return "SELECT " + columns + " FROM " + quoted(table.name);
  }

  // A column that the copy has no place for would be lost in silence.
  void refuse_more_columns(const SqliteCopy::Table& table) {
    const std::string columns = "SELECT count(*) FROM pg_attribute WHERE attrelid = '" + quoted(table.name) +
                                "'::regclass AND attnum > 0 AND NOT attisdropped";
    if (std::stoull(PQgetvalue(run(columns).get(), 0, 0)) != table.columns.size()) {
      throw Failure({kDatabaseFailed, "The table " + table.name + " of " + description_ +
                                          " has other columns than this program knows; nothing was kept."});
    }
  }

 private:
  PGconn* connection_;
  const std::string& description_;
};

}  // namespace

void copy_rows(PGconn* connection, const std::string& description, SqliteCopy& copy,
               const CopyProgress& progress) {
  Source source(connection, description);
  const std::vector<SqliteCopy::Table> tables = copy.tables();
  BackupProgress so_far;
  for (const auto& table : tables) {
    source.refuse_more_columns(table);
    so_far.total += source.count(table);
  }
  progress(so_far);
  copy.begin_rows();
  for (const auto& table : tables) {
    copy.empty(table);
    copy.prepare(table);
    source.run("DECLARE rows_to_copy NO SCROLL CURSOR FOR " + source.select(table));
    std::vector<std::optional<std::string_view>> row(table.columns.size());
    while (true) {
      const Answer rows = source.run(std::string(kNextRows));
      const int count = PQntuples(rows.get());
      if (count == 0) break;
      for (int i = 0; i < count; ++i) {
        for (int column = 0; column < static_cast<int>(row.size()); ++column) {
          auto& value = row[static_cast<std::size_t>(column)];
          value.reset();
          if (PQgetisnull(rows.get(), i, column) == 0) {
            value.emplace(PQgetvalue(rows.get(), i, column),
                          static_cast<std::size_t>(PQgetlength(rows.get(), i, column)));
          }
        }
        copy.add_row(row);
      }
      so_far.done += static_cast<std::uint64_t>(count);
      progress(so_far);
    }
    source.run("CLOSE rows_to_copy");
  }
  copy.end_rows();
}

}  // namespace store
