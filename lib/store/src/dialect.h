// What differs between databases. Everything that only one of them understands stands behind this.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <base/ids.h>
#include <base/result.h>
#include <store/backup.h>
#include <store/database.h>
#include <store/migrations.h>

namespace soci {
class session;
class soci_error;  // NOLINT(readability-identifier-naming): SOCI's name
class statement;   // NOLINT(readability-identifier-naming): SOCI's name
}  // namespace soci

namespace store {

// An Error on its way out of code that otherwise fails by exception.
class Failure final : public std::exception {
 public:
  explicit Failure(base::Error error) : error_(std::move(error)) {}
  [[nodiscard]] const char* what() const noexcept override { return error_.message.c_str(); }
  [[nodiscard]] const base::Error& error() const { return error_; }

 private:
  base::Error error_;
};

enum class Purpose { kReading, kWriting };

// kFailed: open, but a statement has failed and only a roll-back is possible (PostgreSQL).
enum class TransactionState { kNone, kOpen, kFailed };

class Listener;
class SqliteCopy;
// Tells how far a copy is; throws Failure (kBackupCancelled) to give up.
using CopyProgress = std::function<void(const BackupProgress&)>;

// Owned by the database; immutable, so used from all of its threads. Functions that take a session throw
// soci::soci_error or Failure.
class Dialect {
 public:
  Dialect() : origin_(base::random_token(12)) {}
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  // For messages: names the database without its secrets.
  [[nodiscard]] virtual const std::string& description() const = 0;
  // Whether reads must share the writer's connection, as there is no second one to the same data.
  [[nodiscard]] virtual bool single_session() const = 0;

  // Connects and sets the connection up.
  virtual void connect(soci::session& session, Purpose purpose) const = 0;
  // Whether the connection, as far as is known, still stands.
  [[nodiscard]] virtual bool is_connected(soci::session& session) const = 0;
  [[nodiscard]] virtual std::string_view begin(Purpose purpose) const = 0;
  // As the connection knows it, without asking the database.
  [[nodiscard]] virtual TransactionState transaction_state(soci::session& session) const = 0;
  // A name by which `was_committed` knows the open transaction when its connection is gone. Empty: it has
  // changed nothing, or no connection to such a database can be lost.
  [[nodiscard]] virtual std::string transaction_name(soci::session& session) const = 0;
  // What became of a transaction, asked over another connection; nullopt: it is still being decided.
  [[nodiscard]] virtual std::optional<bool> was_committed(soci::session& session,
                                                          const std::string& name) const = 0;
  // Lets go of what a statement holds that was not read to its end.
  virtual void end_statement(soci::statement& statement) const = 0;

  // Selects the database's own time in milliseconds since 1970.
  [[nodiscard]] virtual std::string_view now_query() const = 0;
  // Selects how the index or active trigger :name of the table :table is defined; in that order: table, name.
  [[nodiscard]] virtual std::string_view definition_query() const = 0;
  [[nodiscard]] virtual bool has_table(Transaction& transaction, std::string_view name) const = 0;
  // Keeps other programs from migrating until the transaction ends.
  virtual void lock_migrations(Transaction& transaction) const = 0;
  // Runs several statements, separated by semicolons, without placeholders.
  virtual void run_script(soci::session& session, const std::string& script) const = 0;
  [[nodiscard]] virtual std::string_view identity_type() const = 0;
  [[nodiscard]] virtual std::string_view own_sql(const Migration& migration) const = 0;

  // Tells one Database object's announcements from another's.
  [[nodiscard]] const std::string& origin() const { return origin_; }
  // See announcements.h.
  virtual void announce(Transaction& transaction, std::string_view topic, std::string_view payload) const = 0;
  // nullptr: nobody else can reach this database.
  [[nodiscard]] virtual std::unique_ptr<Listener> make_listener() const = 0;

  // The database's file; nullopt: it is not in a file of this machine.
  [[nodiscard]] virtual std::optional<std::string> file() const = 0;
  // Copies all that the transaction sees. The copy of a database without a file has the schema already.
  virtual void copy_to(Transaction& transaction, SqliteCopy& copy, const CopyProgress& progress) const = 0;

  // Turns what SOCI threw into a code and a sentence.
  [[nodiscard]] virtual base::Error translate(const soci::soci_error& failure) const = 0;

 private:
  const std::string origin_;
};

// All: error kBadDatabaseUrl.
[[nodiscard]] base::Result<std::unique_ptr<Dialect>> make_dialect(std::string_view url,
                                                                  const DatabaseOptions& options);
[[nodiscard]] base::Result<std::unique_ptr<Dialect>> make_sqlite_dialect(std::string path,
                                                                         const DatabaseOptions& options);
[[nodiscard]] base::Result<std::unique_ptr<Dialect>> make_postgresql_dialect(const std::string& url,
                                                                             const DatabaseOptions& options);

// The one place where an exception becomes an Error. Must be called inside a catch block.
[[nodiscard]] base::Error current_failure(const Dialect& dialect);

// What the database said, without the values and addresses that may follow on further lines.
[[nodiscard]] std::string first_line(std::string text);

}  // namespace store
