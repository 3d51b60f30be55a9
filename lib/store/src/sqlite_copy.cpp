#include "sqlite_copy.h"

#include <utility>

#include <store/errors.h>

namespace store {
namespace {

// 1 MiB at a time: often enough to tell how far it is.
constexpr int kPagesAtOnce = 256;

// A copy that was not finished is thrown away, so that nothing has to be undone or kept. No -wal: what it
// holds would reach the file only when the connection is closed, which cannot fail aloud.
constexpr const char* kWithoutSafety = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;";

std::string as_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string list_of(std::span<const std::string> columns) {
  std::string out;
  for (const std::string& column : columns) out += (out.empty() ? "" : ", ") + as_name(column);
  return out;
}

}  // namespace

SqliteCopy::SqliteCopy(const std::string& path, std::string shown) : shown_(std::move(shown)) {
  sqlite_api::sqlite3* connection = nullptr;
  // A relative path might else be read as a URI.
  const std::string name = path.starts_with('/') ? path : "./" + path;
  const int result = sqlite_api::sqlite3_open_v2(name.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr);
  connection_.reset(connection);
  if (result != SQLITE_OK) fail(result);
}

void SqliteCopy::take_pages(sqlite_api::sqlite3* source, const CopyProgress& progress) {
  run(kWithoutSafety);
  sqlite_api::sqlite3_backup* backup =
      sqlite_api::sqlite3_backup_init(connection_.get(), "main", source, "main");
  if (backup == nullptr) fail(sqlite_api::sqlite3_errcode(connection_.get()));
  // Ends it, whatever happens.
  const auto finish = [](sqlite_api::sqlite3_backup* running) { sqlite_api::sqlite3_backup_finish(running); };
  std::unique_ptr<sqlite_api::sqlite3_backup, decltype(finish)> guard(backup, finish);
  int result = SQLITE_OK;
  while (result == SQLITE_OK) {
    result = sqlite_api::sqlite3_backup_step(backup, kPagesAtOnce);
    const int total = sqlite_api::sqlite3_backup_pagecount(backup);
    const int left = sqlite_api::sqlite3_backup_remaining(backup);
    if (result == SQLITE_OK || result == SQLITE_DONE)
      progress({static_cast<std::uint64_t>(total - left), static_cast<std::uint64_t>(total)});
  }
  const int finished = sqlite_api::sqlite3_backup_finish(guard.release());
  if (result != SQLITE_DONE) fail(result);
  if (finished != SQLITE_OK) fail(finished);
}

std::vector<SqliteCopy::Table> SqliteCopy::tables() {
  std::vector<Table> tables;
  for (auto& row : rows_of("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
                           "ORDER BY rowid")) {
    Table table{.name = std::move(row.front()), .columns = {}};
    for (auto& column :
         rows_of("SELECT name FROM pragma_table_info(" + as_name(table.name) + ") ORDER BY cid"))
      table.columns.push_back(std::move(column.front()));
    tables.push_back(std::move(table));
  }
  return tables;
}

void SqliteCopy::begin_rows() {
  run(std::string(kWithoutSafety) + "PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE");
  for (const auto& row :
       rows_of("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")) {
    triggers_.push_back(row.at(1));
    run("DROP TRIGGER " + as_name(row.at(0)));
  }
}

void SqliteCopy::end_rows() {
  insert_.reset();
  for (const std::string& trigger : triggers_) run(trigger);
  const auto astray = rows_of("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1");
  if (!astray.empty()) {
    throw Failure({kDatabaseCorrupt, "A row of " + astray.front().at(0) + " belongs to one of " +
                                         astray.front().at(1) + " that is not there; nothing was kept."});
  }
  run("COMMIT");
}

void SqliteCopy::empty(const Table& table) {
  run("DELETE FROM " + as_name(table.name));
}

void SqliteCopy::prepare(const Table& table) {
  std::string places = "?";
  for (std::size_t i = 1; i < table.columns.size(); ++i) places += ", ?";
  insert_ = statement("INSERT INTO " + as_name(table.name) + " (" + list_of(table.columns) + ") VALUES (" +
                      places + ")");
}

void SqliteCopy::add_row(std::span<const std::optional<std::string_view>> values) {
  int place = 0;
  for (const auto& value : values) {
    ++place;
    if (value) {
      sqlite_api::sqlite3_bind_text64(insert_.get(), place, value->data(), value->size(), SQLITE_STATIC,
                                      SQLITE_UTF8);
    } else {
      sqlite_api::sqlite3_bind_null(insert_.get(), place);
    }
  }
  const int result = sqlite_api::sqlite3_step(insert_.get());
  if (result != SQLITE_DONE) fail(result);
  sqlite_api::sqlite3_reset(insert_.get());
}

void SqliteCopy::run(const std::string& sql) {
  const int result = sqlite_api::sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) fail(result);
}

SqliteCopy::Statement SqliteCopy::statement(const std::string& sql) {
  sqlite_api::sqlite3_stmt* prepared = nullptr;
  const int result = sqlite_api::sqlite3_prepare_v2(connection_.get(), sql.c_str(), -1, &prepared, nullptr);
  if (result != SQLITE_OK) fail(result);
  return Statement(prepared);
}

std::vector<std::vector<std::string>> SqliteCopy::rows_of(const std::string& sql) {
  const Statement query = statement(sql);
  std::vector<std::vector<std::string>> rows;
  int result = SQLITE_OK;
  while ((result = sqlite_api::sqlite3_step(query.get())) == SQLITE_ROW) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < sqlite_api::sqlite3_column_count(query.get()); ++i) {
      const unsigned char* text = sqlite_api::sqlite3_column_text(query.get(), i);
      row.emplace_back(text != nullptr ? reinterpret_cast<const char*>(text) : "");
    }
  }
  if (result != SQLITE_DONE) fail(result);
  return rows;
}

void SqliteCopy::fail(int result) {
  constexpr int kPrimary = 0xff;
  const std::string said = sqlite_api::sqlite3_errstr(result & kPrimary);
  if ((result & kPrimary) == SQLITE_FULL) {
    throw Failure({kDatabaseFull, "There is no space left for " + shown_ +
                                      "; free some, or choose another place. Nothing was kept."});
  }
  throw Failure({kDatabaseUnavailable, "The copy " + shown_ + " could not be written (" + said +
                                           "); check its disk, or choose another place. Nothing was kept."});
}

}  // namespace store
