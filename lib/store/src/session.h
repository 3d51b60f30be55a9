// One connection with its prepared statements.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <soci/soci.h>

#include "dialect.h"
#include "statement.h"

namespace store {

// Owned by the writer or by the pool of readers; used by one thread at a time.
class Session {
 public:
  // Does not connect yet. The dialect outlives it.
  Session(const Dialect& dialect, Purpose purpose) : dialect_(dialect), purpose_(purpose) {}

  // Connects if there is no connection, or if it was lost. Throws what Dialect::connect throws.
  void ensure_connected();
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] soci::session& connection() { return *connection_; }
  // The statement of that text, prepared now or earlier. Throws soci::soci_error.
  [[nodiscard]] Statement& statement(std::string_view sql);

  void begin() { run(dialect_.begin(purpose_)); }
  // Runs a statement without values or rows, such as COMMIT.
  void run(std::string_view sql);
  // Throws Failure (kDatabaseFailed) when the transaction can no longer be committed because the work went on
  // after a statement had failed: PostgreSQL would answer COMMIT by rolling back.
  void commit();
  // Ends the transaction, if there is one, with nothing kept. Does not throw: if even that fails, the
  // connection is closed, which does the same.
  void roll_back() noexcept;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  const Dialect& dialect_;
  const Purpose purpose_;
  std::unique_ptr<soci::session> connection_;
  // After the connection, so that statements go first.
  std::unordered_map<std::string, std::unique_ptr<Statement>, Hash, std::equal_to<>> statements_;
};

}  // namespace store
