#include <stdexcept>

#include <store/transaction.h>

#include "session.h"

namespace store {

Rows::~Rows() {
  statement_->end();
}

bool Rows::next() {
  const bool first = !started_;
  started_ = true;
  return statement_->step(first);
}

bool Rows::is_null(std::size_t column) const {
  return statement_->is_null(column);
}

std::int64_t Rows::integer(std::size_t column) const {
  return statement_->integer(column);
}

const std::string& Rows::text(std::size_t column) const {
  return statement_->text(column);
}

void detail::refuse_null(std::size_t column) {
  throw std::runtime_error("column " + std::to_string(column) + " of a result is NULL unexpectedly");
}

std::int64_t Transaction::database_now() {
  return std::get<0>(first<std::int64_t>(session_->dialect().now_query()).value());
}

std::optional<std::string> Transaction::definition_of(std::string_view table, std::string_view name) {
  auto row = first<std::string>(session_->dialect().definition_query(), table, name);
  if (!row) return std::nullopt;
  return std::get<0>(std::move(*row));
}

std::string_view Transaction::own_text(std::string_view for_sqlite, std::string_view for_postgresql) const {
  return session_->dialect().own_sql(
      {.number = 0, .name = {}, .sql = {}, .sql_sqlite = for_sqlite, .sql_postgresql = for_postgresql});
}

soci::session& Transaction::session() {
  return session_->connection();
}

Statement& Transaction::prepare(std::string_view sql, std::span<const Parameter> parameters,
                                std::span<const ColumnKind> columns) {
  Statement& statement = session_->statement(sql);
  statement.start(parameters, columns);
  return statement;
}

std::int64_t Transaction::execute(std::string_view sql, std::span<const Parameter> parameters) {
  Rows rows(prepare(sql, parameters, {}));
  rows.next();
  return session_->statement(sql).changed_rows();
}

}  // namespace store
