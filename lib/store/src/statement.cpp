#include "statement.h"

#include <algorithm>

namespace store {
namespace {

ColumnKind kind_of(const Parameter& parameter) {
  return std::holds_alternative<std::int64_t>(parameter) ? ColumnKind::kInteger : ColumnKind::kText;
}

// PostgreSQL's text cannot hold U+0000; U+FFFD has the same length in UTF-16 units.
void assign_text(std::string& out, std::string_view text) {
  out.assign(text);
  for (auto at = out.find('\0'); at != std::string::npos; at = out.find('\0', at))
    out.replace(at, 1, "\uFFFD");
}

}  // namespace

Statement::Statement(soci::session& session, const Dialect& dialect, std::string sql)
    : dialect_(dialect), session_(session), sql_(std::move(sql)) {}

bool Statement::fits(std::span<const Parameter> parameters, std::span<const ColumnKind> columns) const {
  const auto same_parameter = [](const Place& place, const Parameter& parameter) {
    return std::holds_alternative<std::monostate>(parameter) || place.kind == kind_of(parameter);
  };
  const auto same_column = [](const Place& place, ColumnKind kind) { return place.kind == kind; };
  return statement_ && !failed_ && std::ranges::equal(parameters_, parameters, same_parameter) &&
         std::ranges::equal(columns_, columns, same_column);
}

void Statement::bind(std::span<const Parameter> parameters, std::span<const ColumnKind> columns) {
  statement_.reset();
  failed_ = false;
  parameters_.clear();
  columns_.clear();
  soci::statement fresh(session_);
  fresh.alloc();
  fresh.prepare(sql_);
  for (const Parameter& parameter : parameters) {
    Place& place = parameters_.emplace_back();
    place.kind = kind_of(parameter);
    if (place.kind == ColumnKind::kInteger) {
      fresh.exchange(soci::use(place.integer, place.indicator));
    } else {
      fresh.exchange(soci::use(place.text, place.indicator));
    }
  }
  for (const ColumnKind kind : columns) {
    Place& place = columns_.emplace_back();
    place.kind = kind;
    if (kind == ColumnKind::kInteger) {
      fresh.exchange(soci::into(place.integer, place.indicator));
    } else {
      fresh.exchange(soci::into(place.text, place.indicator));
    }
  }
  fresh.define_and_bind();
  statement_.emplace(fresh);
}

void Statement::start(std::span<const Parameter> parameters, std::span<const ColumnKind> columns) {
  if (!fits(parameters, columns)) bind(parameters, columns);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Place& place = parameters_[i];
    place.indicator = soci::i_ok;
    if (const auto* integer = std::get_if<std::int64_t>(&parameters[i])) {
      place.integer = *integer;
    } else if (const auto* text = std::get_if<std::string_view>(&parameters[i])) {
      assign_text(place.text, *text);
    } else {
      place.indicator = soci::i_null;
    }
  }
}

bool Statement::step(bool first) {
  failed_ = true;
  const bool more = first ? statement_->execute(true) : statement_->fetch();
  failed_ = false;
  return more;
}

void Statement::end() noexcept {
  try {
    dialect_.end_statement(*statement_);
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // Nothing is lost: the statement is reset again before its next run.
  }
}

bool Statement::is_null(std::size_t column) const {
  return columns_.at(column).indicator == soci::i_null;
}

}  // namespace store
