// One open transaction: how SQL is run.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace soci {
class session;  // NOLINT(readability-identifier-naming): SOCI's name
}

namespace store {

class Session;
class Statement;

// A value for a placeholder. Text is borrowed for the length of the call.
using Parameter = std::variant<std::monostate, std::int64_t, std::string_view>;
enum class ColumnKind { kInteger, kText };

// The rows of a running statement, one at a time. It must end before the next statement of the same text
// starts.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(&statement) {}
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  // Steps to the next row, at first to the first one; false at the end.
  bool next();
  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  [[nodiscard]] const std::string& text(std::size_t column) const;

 private:
  Statement* statement_;
  bool started_ = false;
};

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
Parameter parameter(const T& value) {
  if constexpr (IsOptional<T>::value) {
    return value ? parameter(*value) : Parameter();
  } else if constexpr (std::same_as<T, std::nullptr_t>) {
    return Parameter();
  } else if constexpr (std::integral<T>) {
    return static_cast<std::int64_t>(value);
  } else {
    return std::string_view(value);
  }
}

template <class T>
constexpr ColumnKind column_kind() {
  if constexpr (IsOptional<T>::value) {
    return column_kind<typename T::value_type>();
  } else {
    static_assert(std::integral<T> || std::same_as<T, std::string>,
                  "a column is an integer or a std::string");
    return std::integral<T> ? ColumnKind::kInteger : ColumnKind::kText;
  }
}

// Throws std::runtime_error: a NULL for a column that the caller holds to be never NULL is a bug.
[[noreturn]] void refuse_null(std::size_t column);

template <class T>
T column_value(const Rows& rows, std::size_t column) {
  if constexpr (IsOptional<T>::value) {
    if (rows.is_null(column)) return std::nullopt;
    return column_value<typename T::value_type>(rows, column);
  } else {
    if (rows.is_null(column)) refuse_null(column);
    if constexpr (std::same_as<T, std::string>) {
      return rows.text(column);
    } else {
      return static_cast<T>(rows.integer(column));
    }
  }
}

template <class... Columns, std::size_t... I>
std::tuple<Columns...> row_value(const Rows& rows, std::index_sequence<I...>) {
  return {column_value<Columns>(rows, I)...};
}

}  // namespace detail

// Given to the function that Database::read or write runs, on the database's own thread, for the length of
// that call. Statements are prepared once for each connection and kept, so `sql` must come from a fixed set
// of texts: values go into placeholders (:name), each of which stands once and takes its value by position.
// Values are integers, text, std::optional of these, or nullptr. U+0000, which PostgreSQL cannot hold, is
// stored as U+FFFD.
//
// Failures of the database leave as exceptions; Database turns them into an Error after rolling back. A
// function that catches one must return an error too.
class Transaction {
 public:
  Transaction(Session& session, std::int64_t now_milliseconds) : session_(&session), now_(now_milliseconds) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // The first row, if there is one: `tx.first<std::int64_t, std::string>("SELECT id, name …", …)`.
  template <class... Columns, class... Values>
  std::optional<std::tuple<Columns...>> first(std::string_view sql, const Values&... values) {
    Rows rows(open<Columns...>(sql, values...));
    if (!rows.next()) return std::nullopt;
    auto row = detail::row_value<Columns...>(rows, std::index_sequence_for<Columns...>());
    // INSERT … RETURNING has checked foreign keys only when it has run to its end.
    rows.next();
    return row;
  }

  // All rows.
  template <class... Columns, class... Values>
  std::vector<std::tuple<Columns...>> all(std::string_view sql, const Values&... values) {
    std::vector<std::tuple<Columns...>> out;
    each<Columns...>(sql, [&out](std::tuple<Columns...> row) { out.push_back(std::move(row)); }, values...);
    return out;
  }

  // Calls `on_row(std::tuple<Columns...>)` for each row, for results that are too large to hold. It must not
  // run a statement of the same text.
  template <class... Columns, class OnRow, class... Values>
  void each(std::string_view sql, OnRow on_row, const Values&... values) {
    Rows rows(open<Columns...>(sql, values...));
    while (rows.next()) on_row(detail::row_value<Columns...>(rows, std::index_sequence_for<Columns...>()));
  }

  // Runs a statement without result and returns how many rows it inserted, updated or deleted.
  template <class... Values>
  std::int64_t change(std::string_view sql, const Values&... values) {
    return execute(sql, std::array<Parameter, sizeof...(Values)>{detail::parameter(values)...});
  }

  // When this transaction began, in milliseconds since 1970.
  [[nodiscard]] std::int64_t now() const { return now_; }

  // The time as the database has it, in milliseconds since 1970: the same for all programs that work on it,
  // whatever their own clocks say.
  [[nodiscard]] std::int64_t database_now();

  // How the index or trigger `name` of `table` is defined, in the database's own words; nullopt when there is
  // none, or when it is a trigger that was switched off.
  [[nodiscard]] std::optional<std::string> definition_of(std::string_view table, std::string_view name);
  // The one of two texts that is meant for this database.
  [[nodiscard]] std::string_view own_text(std::string_view for_sqlite, std::string_view for_postgresql) const;

  // For what the functions above do not do. Statements run here are not kept.
  [[nodiscard]] soci::session& session();

 private:
  friend void announce(Transaction& tx, std::string_view topic, std::string_view payload);

  template <class... Columns, class... Values>
  Statement& open(std::string_view sql, const Values&... values) {
    static constexpr std::array<ColumnKind, sizeof...(Columns)> kKinds{detail::column_kind<Columns>()...};
    return prepare(sql, std::array<Parameter, sizeof...(Values)>{detail::parameter(values)...}, kKinds);
  }

  Statement& prepare(std::string_view sql, std::span<const Parameter> parameters,
                     std::span<const ColumnKind> columns);
  std::int64_t execute(std::string_view sql, std::span<const Parameter> parameters);

  Session* session_;
  std::int64_t now_;
};

}  // namespace store
