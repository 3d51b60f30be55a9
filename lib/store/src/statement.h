// A prepared statement with room for its values, kept for as long as its connection.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <soci/soci.h>

#include <store/transaction.h>

#include "dialect.h"

namespace store {

// Owned by a Session and used on its thread. The values are bound once, to places that stay; running it again
// only fills them anew.
class Statement {
 public:
  Statement(soci::session& session, const Dialect& dialect, std::string sql);

  // Gets ready to run. It runs at the first `step`.
  void start(std::span<const Parameter> parameters, std::span<const ColumnKind> columns);
  bool step(bool first);
  [[nodiscard]] std::int64_t changed_rows() { return statement_->get_affected_rows(); }
  // To be called when its rows are no longer wanted; does not throw.
  void end() noexcept;

  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const { return columns_.at(column).integer; }
  [[nodiscard]] const std::string& text(std::size_t column) const { return columns_.at(column).text; }

 private:
  struct Place {
    ColumnKind kind = ColumnKind::kText;
    soci::indicator indicator = soci::i_ok;
    long long integer = 0;
    std::string text;
  };

  [[nodiscard]] bool fits(std::span<const Parameter> parameters, std::span<const ColumnKind> columns) const;
  void bind(std::span<const Parameter> parameters, std::span<const ColumnKind> columns);

  const Dialect& dialect_;
  soci::session& session_;
  const std::string sql_;
  std::optional<soci::statement> statement_;  // from its first run on
  // Its last step threw. SOCI would lose the values of that run in the next, so the next binds anew.
  bool failed_ = false;
  std::deque<Place> parameters_;
  std::deque<Place> columns_;
};

}  // namespace store
