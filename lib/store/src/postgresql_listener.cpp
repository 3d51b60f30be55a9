// Announcements over PostgreSQL: LISTEN and NOTIFY (PostgreSQL 15, chapter 34.9 for the client's side).
#include <memory>
#include <optional>

#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <store/errors.h>

#include "listener.h"
#include "session.h"

namespace store {
namespace {

// A line that is quiet for long may be dropped by what lies between, without a word.
constexpr std::chrono::seconds kProbeAfter{15};

template <auto free>
struct Free {
  void operator()(auto* pointer) const { free(pointer); }
};

class PostgresqlListener final : public Listener {
 public:
  explicit PostgresqlListener(const Dialect& dialect) : dialect_(dialect) {}

  void connect() override {
    session_.emplace(dialect_, Purpose::kReading, std::chrono::milliseconds(0));  // it commits nothing
    session_->ensure_connected();
    // The channel bears the schema's name: two labs may share a database in schemas of their own.
    dialect_.run_script(session_->connection(),
                        "DO $$ BEGIN EXECUTE format('LISTEN %I', 'ailab_' || current_schema()); END $$;");
    quiet_since_ = std::chrono::steady_clock::now();
  }

  bool may_miss() const override { return true; }

  std::vector<Announcement> hear(std::chrono::milliseconds patience) override {
    std::vector<Announcement> heard = take();
    if (!heard.empty()) return heard;
    pollfd line{.fd = PQsocket(connection()), .events = POLLIN, .revents = 0};
    ::poll(&line, 1, static_cast<int>(patience.count()));
    if (PQconsumeInput(connection()) == 0) lost();
    if (std::chrono::steady_clock::now() - quiet_since_ > kProbeAfter) {
      const std::unique_ptr<PGresult, Free<PQclear>> answer(PQexec(connection(), "SELECT 1"));
      if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) lost();
      quiet_since_ = std::chrono::steady_clock::now();
    }
    return take();
  }

 private:
  PGconn* connection() {
    return dynamic_cast<soci::postgresql_session_backend&>(*session_->connection().get_backend()).conn_;
  }

  [[noreturn]] void lost() {
    throw Failure({kDatabaseUnavailable, "The line to " + dialect_.description() +
                                             " was lost: " + first_line(PQerrorMessage(connection()))});
  }

  // As PostgresqlDialect::announce writes it: "ORIGIN TOPIC PAYLOAD".
  std::vector<Announcement> take() {
    std::vector<Announcement> heard;
    while (const std::unique_ptr<PGnotify, Free<PQfreemem>> notice{PQnotifies(connection())}) {
      const std::string_view text = notice->extra;
      const auto origin_end = text.find(' ');
      const auto topic_end = text.find(' ', origin_end + 1);
      // Not ours: anybody may write to a channel.
      if (topic_end == std::string_view::npos || origin_end == std::string_view::npos) continue;
      if (text.substr(0, origin_end) == dialect_.origin()) continue;
      heard.push_back({std::string(text.substr(origin_end + 1, topic_end - origin_end - 1)),
                       std::string(text.substr(topic_end + 1))});
    }
    return heard;
  }

  const Dialect& dialect_;
  std::optional<Session> session_;
  std::chrono::steady_clock::time_point quiet_since_;
};

}  // namespace

std::unique_ptr<Listener> make_postgresql_listener(const Dialect& dialect) {
  return std::make_unique<PostgresqlListener>(dialect);
}

}  // namespace store
