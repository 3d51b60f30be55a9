// SQLite: the only file that knows its SQL, its result codes and its connection.
#include <csignal>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "dialect.h"
#include "listener.h"
#include "sqlite_copy.h"
#include "sqlite_file.h"

namespace store {
namespace {

sqlite_api::sqlite3* connection(soci::session& session) {
  return dynamic_cast<soci::sqlite3_session_backend&>(*session.get_backend()).conn_;
}

// Each connection is used by one thread at a time, so that locks inside SQLite would only cost. A program
// that has used SQLite before keeps its own choice. A file that reaches the user's limit (ulimit -f) is a
// failure to be told, not the end of the program.
void prepare_process() {
  static const bool once = [] {
    std::signal(SIGXFSZ, SIG_IGN);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  static_cast<void>(once);
}

class SqliteDialect final : public Dialect {
 public:
  SqliteDialect(std::string path, const DatabaseOptions& options)
      : path_(std::move(path)),
        in_memory_(path_ == ":memory:"),
        create_(options.create),
        beside_a_server_(options.beside_a_server),
        busy_timeout_(options.busy_timeout),
        description_(in_memory_ ? "the database in memory" : "the database " + path_) {}

  const std::string& description() const override { return description_; }
  bool single_session() const override { return in_memory_; }

  void connect(soci::session& session, Purpose purpose) const override {
    if (!in_memory_) {
      if (auto prepared = prepare_sqlite_file(path_, create_); !prepared) throw Failure(prepared.error());
    }
    // A relative path might else be read as a URI or an option.
    const bool relative = !in_memory_ && !path_.starts_with('/');
    session.open(soci::sqlite3, "dbname=\"" + (relative ? "./" + path_ : path_) + "\"");
    sqlite_api::sqlite3_busy_timeout(connection(session), static_cast<int>(busy_timeout_.count()));
    // Before the first change: opening must leave another program's database as it is.
    refuse_foreign(session);
    // Recursive triggers: INSERT OR REPLACE must not get round a trigger that forbids DELETE.
    // The writer's cache, 2 MiB: the system keeps the file's pages, too, and a larger one was not faster with
    // five million entries. Whatever it commits makes a reader's cache worthless. FULL: what was committed is
    // still there after a power cut. Secure delete: what was erased is overwritten in the file, not only
    // forgotten. A checkpoint at 8192 pages, 32 MiB: a page that many commits write is then copied into the
    // file once.
    run_script(session,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
               "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA recursive_triggers=ON;"
               "PRAGMA secure_delete=ON; PRAGMA cache_size=-2048; PRAGMA wal_autocheckpoint=8192;");
    if (purpose == Purpose::kReading) run_script(session, "PRAGMA query_only=ON; PRAGMA cache_size=-512;");
  }

  bool is_connected(soci::session&) const override { return true; }

  // A writer takes the lock at once: one that began by reading could lose its race for the lock later, when
  // waiting no longer helps.
  std::string_view begin(Purpose purpose) const override {
    return purpose == Purpose::kWriting ? "BEGIN IMMEDIATE" : "BEGIN";
  }

  // After some failures SQLite has ended the transaction by itself.
  TransactionState transaction_state(soci::session& session) const override {
    return sqlite_api::sqlite3_get_autocommit(connection(session)) != 0 ? TransactionState::kNone
                                                                        : TransactionState::kOpen;
  }

  // The connection is the file itself.
  std::string transaction_name(soci::session&) const override { return {}; }
  std::optional<bool> was_committed(soci::session&, const std::string&) const override {
    return std::nullopt;
  }

  void end_statement(soci::statement& statement) const override {
    auto& backend = dynamic_cast<soci::sqlite3_statement_backend&>(*statement.get_backend());
    // A failure of the statement is returned here once more; it has been thrown already.
    sqlite_api::sqlite3_reset(backend.stmt_);
    backend.databaseReady_ = false;
  }

  std::string_view now_query() const override {
    return "SELECT CAST(strftime('%s', 'now') AS BIGINT) * 1000 + "
           "CAST(substr(strftime('%f', 'now'), 4) AS BIGINT)";
  }

  std::string_view definition_query() const override {
    return "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND name = :name AND sql IS NOT NULL";
  }

  bool has_table(Transaction& transaction, std::string_view name) const override {
    return transaction
        .first<std::int64_t>("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name", name)
        .has_value();
  }

  // BEGIN IMMEDIATE has the lock already.
  void lock_migrations(Transaction&) const override {}

  void run_script(soci::session& session, const std::string& script) const override {
    char* text = nullptr;
    const int result = sqlite_api::sqlite3_exec(connection(session), script.c_str(), nullptr, nullptr, &text);
    if (result == SQLITE_OK) return;
    const std::string message = text ? text : "unknown error";
    sqlite_api::sqlite3_free(text);
    throw soci::sqlite3_soci_error(message, result);
  }

  // AUTOINCREMENT: the number of a deleted row never comes back.
  std::string_view identity_type() const override { return "INTEGER PRIMARY KEY AUTOINCREMENT"; }
  std::string_view own_sql(const Migration& migration) const override { return migration.sql_sqlite; }

  void announce(Transaction& transaction, std::string_view topic, std::string_view payload) const override {
    if (!beside_a_server_) return;
    transaction.change(
        "INSERT INTO announcements (origin, topic, payload, made_at) VALUES (:origin, :topic, :payload, "
        ":now)",
        origin(), topic, payload, transaction.now());
  }
  std::unique_ptr<Listener> make_listener() const override {
    return in_memory_ ? nullptr : make_sqlite_listener(*this);
  }

  std::optional<std::string> file() const override { return path_; }
  void copy_to(Transaction& transaction, SqliteCopy& copy, const CopyProgress& progress) const override {
    // The first read fixes the state that is seen. Within it the writers' changes do not concern the copy,
    // which else would begin again after each of them.
    static_cast<void>(transaction.first<std::int64_t>("SELECT count(*) FROM sqlite_master"));
    copy.take_pages(connection(transaction.session()), progress);
  }

  base::Error translate(const soci::soci_error& failure) const override {
    const auto* own = dynamic_cast<const soci::sqlite3_soci_error*>(&failure);
    // SOCI puts the name of its own function before what SQLite says.
    const std::string message = first_line(failure.get_error_message());
    const std::string said =
        message.starts_with("sqlite3_") ? message.substr(message.find(": ") + 2) : message;
    constexpr int kPrimary = 0xff;  // extended result codes carry the primary one in their lowest byte
    switch (own ? own->result() & kPrimary : SQLITE_ERROR) {
      case SQLITE_FULL:
        return {kDatabaseFull, "There is no space left for " + description_ + "; free some and try again."};
      case SQLITE_READONLY:
      case SQLITE_PERM:
      case SQLITE_AUTH:
        return {kDatabaseReadOnly, "This program may not write to " + description_ +
                                       "; check the owner and mode of the file and of its folder."};
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return {kDatabaseLocked,
                "Another program keeps " + description_ + " locked; end it, or wait, and try again."};
      case SQLITE_CONSTRAINT:
        return {kConstraint, "A rule of " + description_ + " forbids this: " + said};
      case SQLITE_CORRUPT:
        return {kDatabaseCorrupt, "The file of " + description_ + " is damaged; restore it from a backup."};
      case SQLITE_NOTADB:
        return {kNotADatabase, path_ + " is no SQLite database; choose another path."};
      case SQLITE_CANTOPEN:
        return {kDatabaseUnavailable,
                "Cannot open " + description_ +
                    "; check that its folder exists and that this user may write there."};
      case SQLITE_IOERR:
        return {kDatabaseUnavailable, "The disk failed under " + description_ + " (" + said +
                                          "); check the disk, the limit on file sizes (ulimit -f) and the "
                                          "system's log."};
      case SQLITE_NOMEM:
        return {kDatabaseUnavailable, "There is no memory left for " + description_ + "."};
      default:
        return {kDatabaseFailed, "A statement on " + description_ + " failed: " + said};
    }
  }

 private:
  void refuse_foreign(soci::session& session) const {
    int others = 0;
    int own = 0;
    session << "SELECT count(*), coalesce(sum(name = 'schema_migrations'), 0) FROM sqlite_master "
               "WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        soci::into(others), soci::into(own);
    if (others > 0 && own == 0) {
      throw Failure({kDatabaseForeign, path_ +
                                           " is the database of another program (it has tables, but no "
                                           "schema_migrations); it was left as it is. Choose another path."});
    }
    if (sqlite_api::sqlite3_db_readonly(connection(session), "main") == 1) {
      throw Failure({kDatabaseReadOnly, "This program may not write to " + description_ +
                                            "; check the owner and mode of the file and of its folder."});
    }
  }

  const std::string path_;
  const bool in_memory_;
  const bool create_;
  const bool beside_a_server_;
  const std::chrono::milliseconds busy_timeout_;
  const std::string description_;
};

}  // namespace

base::Result<std::unique_ptr<Dialect>> make_sqlite_dialect(std::string path, const DatabaseOptions& options) {
  if (path.empty()) return base::fail(kBadDatabaseUrl, "sqlite: needs the path of a file after it.");
  // SOCI quotes the path in its connect string, without a way to escape the quote itself.
  if (path.contains('"'))
    return base::fail(kBadDatabaseUrl, "The path of the database may not hold a quotation mark.");
  prepare_process();
  return std::make_unique<SqliteDialect>(std::move(path), options);
}

}  // namespace store
