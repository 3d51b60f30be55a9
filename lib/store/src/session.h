// One connection with its prepared statements.
#pragma once

#include <chrono>
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
  // Does not connect yet. The dialect outlives it. `patience`: how long a commit whose connection was lost
  // asks what became of it.
  Session(const Dialect& dialect, Purpose purpose, std::chrono::milliseconds patience)
      : dialect_(dialect), purpose_(purpose), patience_(patience) {}

  // Connects if there is no connection, or if it is known to be lost. Throws what Dialect::connect throws.
  void ensure_connected();
  // Whether there is no connection, or it has turned out to be lost.
  [[nodiscard]] bool is_lost() const { return !connection_ || !dialect_.is_connected(*connection_); }
  [[nodiscard]] const Dialect& dialect() const { return dialect_; }
  [[nodiscard]] soci::session& connection() { return *connection_; }
  // The statement of that text, prepared now or earlier. Throws soci::soci_error.
  [[nodiscard]] Statement& statement(std::string_view sql);

  // Begins a transaction, connecting first if need be: also when the connection turns out to be lost only
  // now, as after the server was restarted. Throws what Dialect::connect throws.
  void begin();
  // Whether the transaction goes on: no failure has ended it, or made it one that can only be rolled back.
  [[nodiscard]] bool is_in_transaction();
  // Runs a statement without values or rows, such as SAVEPOINT.
  void run(std::string_view sql);
  // When it returns, the transaction was kept. It throws Failure or soci::soci_error when nothing was kept,
  // and Failure (kOutcomeUnknown) when that is not known. Failure (kDatabaseFailed): the work went on after a
  // statement had failed, and PostgreSQL would answer COMMIT by rolling back.
  void commit();
  // Ends the transaction, if there is one, with nothing kept. Does not throw: if even that fails, the
  // connection is closed, which does the same.
  void roll_back() noexcept;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  void disconnect() noexcept;
  // Whether the transaction was kept; nullopt: that could not be learnt in time.
  [[nodiscard]] std::optional<bool> ask_whether_kept(const std::string& transaction_name);

  const Dialect& dialect_;
  const Purpose purpose_;
  const std::chrono::milliseconds patience_;
  std::unique_ptr<soci::session> connection_;
  // After the connection, so that statements go first.
  std::unordered_map<std::string, std::unique_ptr<Statement>, Hash, std::equal_to<>> statements_;
};

}  // namespace store
