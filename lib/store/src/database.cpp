#include <store/database.h>

#include "parts.h"

namespace store {

Database::Parts::Parts(std::unique_ptr<Dialect> of, const DatabaseOptions& options,
                       std::unique_ptr<Session> writing)
    : clock(options.clock ? *options.clock : real_clock),
      dialect(std::move(of)),
      writer(std::move(writing), options, clock),
      readers(dialect->single_session() ? 0 : options.readers, options.read_queue_limit) {
  for (std::size_t i = 0; i < options.readers; ++i)
    idle_readers.push_back(std::make_unique<Session>(*dialect, Purpose::kReading, options.busy_timeout));
}

void Database::Parts::run_read(Job& job) {
  std::unique_ptr<Session> session;
  {
    const std::scoped_lock lock(mutex);
    session = std::move(idle_readers.back());
    idle_readers.pop_back();
  }
  const bool connected = !session->is_lost();
  std::optional<base::Error> failure = try_read(job, *session);
  // It reads, so it may run again.
  if (failure && connected && session->is_lost()) failure = try_read(job, *session);
  {
    const std::scoped_lock lock(mutex);
    idle_readers.push_back(std::move(session));
  }
  job.complete(failure ? &*failure : nullptr);
}

std::optional<base::Error> Database::Parts::try_read(Job& job, Session& session) const {
  std::optional<base::Error> failure;
  try {
    session.begin();
    Transaction transaction(session, base::unix_milliseconds(clock.system_now()));
    static_cast<void>(job.run(transaction));
  } catch (...) {
    failure = current_failure(*dialect);
  }
  session.roll_back();
  return failure;
}

base::Result<std::unique_ptr<Database>> Database::open(std::string_view url, DatabaseOptions options) {
  auto dialect = make_dialect(url, options);
  if (!dialect) return base::fail(dialect.error());
  auto session = std::make_unique<Session>(**dialect, Purpose::kWriting, options.busy_timeout);
  try {
    session->ensure_connected();
  } catch (...) {
    return base::fail(current_failure(**dialect));
  }
  return std::unique_ptr<Database>(
      new Database(std::make_unique<Parts>(*std::move(dialect), options, std::move(session))));
}

Database::Database(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Database::~Database() = default;

DatabaseCounts Database::counts() const {
  return parts_->writer.counts();
}

const std::string& Database::description() const {
  return parts_->dialect->description();
}

void Database::submit(Access access, std::unique_ptr<Job> job) {
  if (access != Access::kRead || parts_->dialect->single_session()) {
    const bool can_wait = access == Access::kWriteGrouped;
    job = parts_->writer.submit(std::move(job), can_wait ? Writer::Haste::kCanWait : Writer::Haste::kAtOnce);
  } else {
    // Shared, because a job that the pool refuses would go down with its closure.
    const auto shared = std::make_shared<std::unique_ptr<Job>>(std::move(job));
    if (parts_->readers.try_post([parts = parts_.get(), shared] { parts->run_read(**shared); })) return;
    job = std::move(*shared);
  }
  if (!job) return;
  const base::Error busy{kStoreBusy, "The database has too much to do; try again in a moment."};
  job->complete(&busy);
}

}  // namespace store
