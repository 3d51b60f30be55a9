// A database, SQLite's or PostgreSQL's, used through transactions that run on threads of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <base/clock.h>
#include <base/result.h>
#include <runtime/task.h>
#include <store/errors.h>
#include <store/transaction.h>

namespace store {

struct DatabaseOptions {
  bool create = true;                            // make the file, and its folder, when there is none
  std::chrono::milliseconds busy_timeout{5000};  // to wait for another program that holds the database
  std::size_t readers = 2;                       // connections that only read
  std::size_t write_queue_limit = 20'000;
  std::chrono::milliseconds group_interval{8};  // see Database::write_grouped
  std::size_t read_queue_limit = 20'000;
  // Work is announced to the server on the same SQLite database (see announcements.h): for commands.
  bool beside_a_server = false;
  const base::Clock* clock = nullptr;  // outlives the database; nullptr: the real one
};

struct DatabaseCounts {
  std::uint64_t commits = 0;         // of the writer; each may hold many jobs
  std::uint64_t failed_commits = 0;  // tries at one of which nothing was kept
  std::uint64_t written_jobs = 0;    // jobs that were committed
  std::size_t queued_writes = 0;     // that wait now
};

// One piece of work. The typed one is made by Database::read and write.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;

  // Does the work. False: it returned an error, and what it did is to be rolled back. May throw. Called again
  // when the transaction was lost before anything of it was kept.
  virtual bool run(Transaction& transaction) = 0;
  // Hands over what the work returned, or `failure` if that is set. Called once, whether it ran or not.
  virtual void complete(const base::Error* failure) = 0;
};

// Owned by the program's wiring. Like runtime::BlockingPool it must be destroyed before the loops that await
// it, because its destructor finishes what is queued and joins its threads. All functions may be called from
// any thread.
//
// Writes go through one thread, which commits together what has queued up: under load many jobs share one
// write to the disk, and an idle job waits for nobody. When the task resumes, what it wrote is on the disk.
// Each job stands alone: if it fails, what it did is rolled back and the others are kept, for which they may
// run again. If the commit fails, all of its jobs get the error and nothing of them stays.
//
// A connection that was lost is made anew, and the jobs that went down with it, or in a conflict with other
// transactions, run again: so a job may run more than once, but is kept at most once. A connection that is
// lost during the commit itself leaves open whether it was kept: the database is asked, and only if that
// fails, too, the jobs get kOutcomeUnknown.
class Database {
 public:
  // `url`: "sqlite:PATH" (relative to the working directory), "sqlite::memory:", or "postgresql://…" as libpq
  // takes it. Errors: kBadDatabaseUrl, kDatabaseUnavailable, kDatabaseReadOnly, kDatabaseLocked,
  // kNotADatabase, kDatabaseForeign, kDatabaseCorrupt.
  [[nodiscard]] static base::Result<std::unique_ptr<Database>> open(std::string_view url,
                                                                    DatabaseOptions options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs `work(Transaction&)`, which returns a base::Result, and resumes the task on its own executor with
  // what it returned after the commit. An error of `work` rolls back what it did. `work` may run on while the
  // task is gone, so it must own what it uses. Errors: those of `work`, kStoreBusy, any of errors.h.
  template <class Work>
  runtime::Task<std::invoke_result_t<const Work&, Transaction&>> write(Work work) {
    return run(Access::kWrite, std::move(work));
  }
  // The same for work that comes often and may wait a little: unless much has queued up, it is begun no
  // sooner than `group_interval` after the commit before it, and so shares its commit with what comes
  // meanwhile. Where nothing was committed just now it waits for nobody.
  template <class Work>
  runtime::Task<std::invoke_result_t<const Work&, Transaction&>> write_grouped(Work work) {
    return run(Access::kWriteGrouped, std::move(work));
  }
  // The same for work that only reads; it sees one state of the database throughout. Writing fails.
  template <class Work>
  runtime::Task<std::invoke_result_t<const Work&, Transaction&>> read(Work work) {
    return run(Access::kRead, std::move(work));
  }

  // The same, blocking: for commands, start-up and tests; never on a loop.
  template <class Work>
  [[nodiscard]] std::invoke_result_t<const Work&, Transaction&> write_now(Work work) {
    return run_now(Access::kWrite, std::move(work));
  }
  template <class Work>
  [[nodiscard]] std::invoke_result_t<const Work&, Transaction&> read_now(Work work) {
    return run_now(Access::kRead, std::move(work));
  }

  [[nodiscard]] DatabaseCounts counts() const;
  // "the file instance/ailab.sqlite", or the server's address without its password: for messages.
  [[nodiscard]] const std::string& description() const;

  struct Parts;
  // For this library's own use (migrations).
  [[nodiscard]] Parts& parts() { return *parts_; }

 private:
  enum class Access { kRead, kWrite, kWriteGrouped };

  template <class Work, class Done>
  class TypedJob final : public Job {
   public:
    using Outcome = std::invoke_result_t<const Work&, Transaction&>;

    TypedJob(Work work, Done done) : work_(std::move(work)), done_(std::move(done)) {}
    // `work_` is constant, so that it does the same when it runs again.
    bool run(Transaction& transaction) override {
      outcome_.emplace(work_(transaction));
      return outcome_->has_value();
    }
    void complete(const base::Error* failure) override {
      if (failure) outcome_.emplace(base::fail(*failure));
      done_(std::move(*outcome_));
    }

   private:
    const Work work_;
    Done done_;
    std::optional<Outcome> outcome_;
  };

  explicit Database(std::unique_ptr<Parts> parts);

  void submit(Access access, std::unique_ptr<Job> job);

  template <class Work, class Done>
  void submit(Access access, Work work, Done done) {
    submit(access, std::make_unique<TypedJob<Work, Done>>(std::move(work), std::move(done)));
  }

  template <class Work>
  runtime::Task<std::invoke_result_t<const Work&, Transaction&>> run(Access access, Work work) {
    using Outcome = std::invoke_result_t<const Work&, Transaction&>;
    auto initiate = [this, access](auto handler, Work job) {
      auto executor = boost::asio::get_associated_executor(handler);
      auto guard = boost::asio::make_work_guard(executor);
      this->submit(access, std::move(job),
                   [executor, guard, handler = std::move(handler)](Outcome outcome) mutable {
                     boost::asio::post(executor, [guard = std::move(guard), handler = std::move(handler),
                                                  outcome = std::move(outcome)]() mutable {
                       std::move(handler)(std::move(outcome));
                     });
                   });
    };
    return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Outcome)>(
        std::move(initiate), boost::asio::use_awaitable, std::move(work));
  }

  template <class Work>
  std::invoke_result_t<const Work&, Transaction&> run_now(Access access, Work work) {
    using Outcome = std::invoke_result_t<const Work&, Transaction&>;
    std::promise<Outcome> promise;
    auto outcome = promise.get_future();
    submit(access, std::move(work),
           // Moved there, because here it would end while set_value still runs.
           [promise = std::move(promise)](Outcome value) mutable { promise.set_value(std::move(value)); });
    return outcome.get();
  }

  std::unique_ptr<Parts> parts_;
};

}  // namespace store
