// PostgreSQL: the only file that knows its SQL, its SQLSTATEs and its connection.
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <runtime/log.h>

#include "dialect.h"
#include "listener.h"
#include "postgresql_copy.h"

namespace store {
namespace {

PGconn* connection(soci::session& session) {
  return dynamic_cast<soci::postgresql_session_backend&>(*session.get_backend()).conn_;
}

// What holds unless the address says otherwise, in seconds: a server that is gone without a word (a cable, a
// firewall) is noticed within half a minute, not after the two hours that TCP would take.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPatience{{
    {"connect_timeout", "10"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "20000"},  // milliseconds
}};

// An address as "key='value' …": SOCI 4.0 takes a connect string apart at '=' and ' ' and puts it together
// again, which an address does not survive. Its last pair must be a plain one. nullopt: libpq cannot read the
// address.
std::optional<std::string> connect_string(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  if (!options) return std::nullopt;
  std::string out;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword(option->keyword);
    if (keyword == "client_encoding") continue;
    if (option->val == nullptr) {
      for (const auto& [name, value] : kPatience) {
        if (name == keyword) out += std::string(name) + "='" + std::string(value) + "' ";
      }
      continue;
    }
    out += std::string(option->keyword) + "='";
    for (const char c : std::string_view(option->val)) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    out += "' ";
  }
  return out + "client_encoding=UTF8";
}

// What the server said, without SOCI's words before it.
std::string server_words(const std::string& message) {
  for (const std::string_view mark : {"ERROR:  ", "FATAL:  ", "PANIC:  ", "Cannot execute query. "}) {
    if (const auto at = message.find(mark); at != std::string::npos) return message.substr(at + mark.size());
  }
  return message;
}

void tell_operator(void*, const char* message) {
  runtime::log(runtime::LogLevel::kWarning, "PostgreSQL says: " + first_line(message));
}

// The address without user, password and options: "postgresql://host/name".
std::string public_address(std::string_view url) {
  const auto authority = url.find("://") + 3;
  const auto path = std::min(url.find_first_of("/?", authority), url.size());
  const auto at = url.substr(0, path).rfind('@');
  const auto from = at == std::string_view::npos || at < authority ? authority : at + 1;
  const auto to = std::min(url.find('?', from), url.size());
  return "postgresql://" + std::string(url.substr(from, to - from));
}

class PostgresqlDialect final : public Dialect {
 public:
  PostgresqlDialect(std::string connect_string, std::string_view address, const DatabaseOptions& options)
      : connect_string_(std::move(connect_string)),
        busy_timeout_(options.busy_timeout),
        description_("the database " + std::string(address)) {}

  const std::string& description() const override { return description_; }
  bool single_session() const override { return false; }

  void connect(soci::session& session, Purpose purpose) const override {
    session.open(soci::postgresql, connect_string_);
    // libpq would write to stderr what the server says unasked, such as why it ends the connection.
    PQsetNoticeProcessor(connection(session), &tell_operator, nullptr);
    run_script(session, "SET client_min_messages = warning; SET lock_timeout = " +
                            std::to_string(busy_timeout_.count()) + ";");
    if (purpose == Purpose::kReading) run_script(session, "SET default_transaction_read_only = on;");
  }

  bool is_connected(soci::session& session) const override {
    return PQstatus(connection(session)) == CONNECTION_OK;
  }

  std::string_view begin(Purpose purpose) const override {
    return purpose == Purpose::kWriting ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  }

  TransactionState transaction_state(soci::session& session) const override {
    switch (PQtransactionStatus(connection(session))) {
      case PQTRANS_IDLE:
      case PQTRANS_UNKNOWN:
        return TransactionState::kNone;
      case PQTRANS_INERROR:
        return TransactionState::kFailed;
      default:
        return TransactionState::kOpen;
    }
  }

  std::string transaction_name(soci::session& session) const override {
    return ask(session, "SELECT txid_current_if_assigned()");
  }

  std::optional<bool> was_committed(soci::session& session, const std::string& name) const override {
    const std::string status = ask(session, "SELECT txid_status(" + name + ")");
    if (status == "committed") return true;
    if (status == "aborted") return false;
    return std::nullopt;
  }

  // The rows are in this process as soon as the statement has run.
  void end_statement(soci::statement&) const override {}

  // Not now(), which stands still while a transaction lasts.
  std::string_view now_query() const override {
    return "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
  }

  // tgenabled: O (origin) and A (always) fire; D is switched off, R fires on replicas only.
  std::string_view definition_query() const override {
    return "WITH wanted AS (SELECT CAST(to_regclass(:table) AS oid) AS holder, CAST(:name AS text) AS name) "
           "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN wanted w ON t.tgrelid = w.holder "
           "WHERE t.tgname = w.name AND t.tgenabled IN ('O', 'A') "
           "UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN wanted w ON i.indrelid = "
           "w.holder "
           "JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = w.name";
  }

  bool has_table(Transaction& transaction, std::string_view name) const override {
    return transaction
        .first<std::int64_t>(
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = :name", name)
        .has_value();
  }

  void lock_migrations(Transaction& transaction) const override {
    // Any number will do as long as every version of this program uses the same.
    run_script(transaction.session(), "SELECT pg_advisory_xact_lock(4152150);");
  }

  void run_script(soci::session& session, const std::string& script) const override {
    // Not through SOCI, which would look for placeholders in the bodies of functions.
    soci::details::postgresql_result result(
        dynamic_cast<soci::postgresql_session_backend&>(*session.get_backend()),
        PQexec(connection(session), script.c_str()));
    result.check_for_errors("script");
  }

  std::string_view identity_type() const override {
    return "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
  }
  std::string_view own_sql(const Migration& migration) const override { return migration.sql_postgresql; }

  // PostgreSQL tells the listeners after the commit, and nobody after a roll-back.
  void announce(Transaction& transaction, std::string_view topic, std::string_view payload) const override {
    transaction.first<std::int64_t>("SELECT 1 FROM pg_notify('ailab_' || current_schema(), :text)",
                                    origin() + " " + std::string(topic) + " " + std::string(payload));
  }
  std::unique_ptr<Listener> make_listener() const override { return make_postgresql_listener(*this); }

  std::optional<std::string> file() const override { return std::nullopt; }
  void copy_to(Transaction& transaction, SqliteCopy& copy, const CopyProgress& progress) const override {
    copy_rows(connection(transaction.session()), description_, copy, progress);
  }

  base::Error translate(const soci::soci_error& failure) const override {
    const auto* own = dynamic_cast<const soci::postgresql_soci_error*>(&failure);
    const std::string state = own ? own->sqlstate() : std::string();
    const std::string message = failure.get_error_message();
    const std::string said = server_words(first_line(message));
    const std::string_view kind = std::string_view(state).substr(0, 2);
    // PostgreSQL 15, appendix A: error codes.
    if (state == "53100")
      return {kDatabaseFull, "There is no space left for " + description_ + "; free some and try again."};
    if (state == "25006") {
      return {kDatabaseReadOnly, "Nobody may write to " + description_ +
                                     " just now; check that it is not a standby or set to read only."};
    }
    if (state == "42501") {
      return {kDatabaseReadOnly,
              "This program may not write to " + description_ + "; check the rights of its user."};
    }
    if (state == "55P03") {
      return {kDatabaseLocked,
              "Another program keeps " + description_ + " locked; end it, or wait, and try again."};
    }
    if (state == "40001" || state == "40P01") {
      return {kDatabaseConflict,
              "Other transactions on " + description_ + " got in the way; try again in a moment."};
    }
    if (kind == "23") return {kConstraint, "A rule of " + description_ + " forbids this: " + said};
    if (kind == "XX") {
      return {kDatabaseCorrupt,
              description_ + " reports an internal failure (" + said + "); see the log of its server."};
    }
    if (kind == "58") {
      return {kDatabaseUnavailable, "The disk failed under " + description_ + " (" + said +
                                        "); check the disk and the log of its server."};
    }
    // SOCI reports a failed attempt to connect without a SQLSTATE, and a lost connection with a blank one.
    if ((!own && message.starts_with("Cannot establish")) || kind == "  " || kind == "08" || kind == "57" ||
        kind == "53" || kind == "28" || kind == "3D") {
      // libpq's reason stands on a line of its own.
      const auto line = message.find('\n');
      const std::string reason =
          own || line == std::string::npos ? said : first_line(message.substr(line + 1));
      return {kDatabaseUnavailable, "Cannot reach " + description_ + " (" + reason +
                                        "); check that it runs and lets this user in."};
    }
    return {kDatabaseFailed, "A statement on " + description_ + " failed: " + said};
  }

 private:
  // The only column of the only row; empty when it is NULL.
  static std::string ask(soci::session& session, const std::string& sql) {
    soci::details::postgresql_result result(
        dynamic_cast<soci::postgresql_session_backend&>(*session.get_backend()),
        PQexec(connection(session), sql.c_str()));
    result.check_for_data("query");
    return PQgetvalue(result.get_result(), 0, 0);
  }

  const std::string connect_string_;
  const std::chrono::milliseconds busy_timeout_;
  const std::string description_;
};

}  // namespace

base::Result<std::unique_ptr<Dialect>> make_postgresql_dialect(const std::string& url,
                                                               const DatabaseOptions& options) {
  auto parsed = connect_string(url);
  if (!parsed) {
    return base::fail(kBadDatabaseUrl,
                      "The address of the database is not valid; it looks like postgresql://USER@HOST/NAME.");
  }
  return std::make_unique<PostgresqlDialect>(*std::move(parsed), public_address(url), options);
}

}  // namespace store
