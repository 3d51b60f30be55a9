// The thread that writes: it commits together what has queued up.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include <base/clock.h>
#include <store/database.h>

#include "session.h"

namespace store {

// Owned by Database; `submit` and `counts` may be called from any thread.
class Writer {
 public:
  enum class Haste : std::uint8_t { kAtOnce, kCanWait };  // as Database::write and write_grouped

  // The session is connected, and the thread's from now on. The clock outlives the writer.
  Writer(std::unique_ptr<Session> session, const DatabaseOptions& options, const base::Clock& clock);
  // Commits what is queued, then joins the thread.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues the job; gives it back when the queue is full.
  [[nodiscard]] std::unique_ptr<Job> submit(std::unique_ptr<Job> job, Haste haste);
  [[nodiscard]] DatabaseCounts counts() const;

 private:
  struct Pending {
    std::unique_ptr<Job> job;
    std::optional<base::Error> failure = {};  // of the database; the job keeps its own error itself
    bool ran = false;
    bool kept = false;  // what it wrote is part of the transaction
  };

  // What came of one try at a transaction.
  struct Attempt {
    std::size_t done;  // jobs that it got through, at least one
    bool again;        // nothing of it was kept, and another try may succeed
  };

  // Whether each job of a transaction can be rolled back alone. That costs a copy of every page that it
  // changes, and two statements: as much as a fifth of a question.
  enum class Savepoints : std::uint8_t { kNone, kEachJob };

  void work();
  // Until there is a commit to begin, or no more to come; called with the lock.
  void wait_for_jobs(std::unique_lock<std::mutex>& lock);
  // Runs the jobs of one transaction and ends it; returns how many it got through, at least one.
  std::size_t run_transaction(std::span<Pending> jobs);
  // `locked`: how many jobs have waited in vain for another program's lock already.
  Attempt attempt(std::span<Pending> jobs, std::size_t locked);
  // Takes all jobs for such as succeed. False: one did not, and nothing was kept.
  bool attempt_trusting(std::span<Pending> jobs);
  // Ends the transaction that all of the jobs have run in.
  Attempt commit(std::span<Pending> jobs);
  // Begins the transaction of these jobs, or fails them.
  bool begin(std::span<Pending> jobs);
  // Runs one job within the open transaction; false when the transaction itself is lost.
  bool run_job(Pending& pending, Savepoints savepoints);
  // Whether what failed with `cause` may go well at the next try.
  [[nodiscard]] bool is_passing(const base::Error& cause) const;
  static void fail(std::span<Pending> jobs, const base::Error& failure);
  void complete(std::span<Pending> jobs);
  // Tells the operator when the database fails, once until it works again.
  void report(std::span<const Pending> jobs);

  const std::unique_ptr<Session> session_;
  const std::size_t queue_limit_;
  const std::chrono::milliseconds group_interval_;
  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Job>> queue_;
  bool somebody_hurries_ = false;  // in the queue
  base::SteadyTime next_group_;    // when those who can wait have waited enough
  bool closing_ = false;
  // So many transactions have savepoints yet, since a job has failed.
  std::size_t careful_transactions_ = 0;
  std::optional<base::ErrorCode> trouble_;  // that the operator knows of
  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> failed_commits_ = 0;
  std::atomic<std::uint64_t> written_jobs_ = 0;
  std::jthread thread_;
};

}  // namespace store
