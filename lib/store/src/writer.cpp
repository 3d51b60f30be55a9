#include "writer.h"

#include <algorithm>
#include <ranges>

#include <runtime/log.h>

namespace store {
namespace {

// Bounds how long the first job of a batch waits for the last.
constexpr std::size_t kMostJobsPerCommit = 1000;
// So many share a commit well enough: nobody waits for more.
constexpr std::size_t kJobsWorthACommit = 32;
// Of a transaction that was lost with its connection, or in a conflict.
constexpr int kMostTries = 3;
// After a failure: where one has failed, others may.
constexpr std::size_t kCarefulTransactions = 16;
// Jobs of a transaction that may each wait in vain for another program's lock.
constexpr std::size_t kMostLocked = 2;

bool is_locked(const std::optional<base::Error>& failure) {
  return failure && failure->code == kDatabaseLocked;
}

// A failure that the operator can mend, and not one of a job's own making.
bool is_trouble(base::ErrorCode code) {
  static constexpr base::ErrorCode kTroubles[] = {kDatabaseUnavailable, kDatabaseFull,    kDatabaseReadOnly,
                                                  kDatabaseLocked,      kDatabaseCorrupt, kOutcomeUnknown};
  return std::ranges::find(kTroubles, code) != std::end(kTroubles);
}

}  // namespace

Writer::Writer(std::unique_ptr<Session> session, const DatabaseOptions& options, const base::Clock& clock)
    : session_(std::move(session)),
      queue_limit_(options.write_queue_limit),
      group_interval_(options.group_interval),
      clock_(clock),
      thread_([this] { work(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
}

std::unique_ptr<Job> Writer::submit(std::unique_ptr<Job> job, Haste haste) {
  const std::scoped_lock lock(mutex_);
  if (closing_ || queue_.size() >= queue_limit_) return job;
  queue_.push_back(std::move(job));
  somebody_hurries_ |= haste == Haste::kAtOnce;
  // Under the lock: once the job has been taken, this object may be gone. Whoever waits for a group is woken
  // once, not by each who joins it.
  if (somebody_hurries_ || queue_.size() == 1 || queue_.size() == kJobsWorthACommit) changed_.notify_one();
  return nullptr;
}

DatabaseCounts Writer::counts() const {
  const std::scoped_lock lock(mutex_);
  return {commits_, failed_commits_, written_jobs_, queue_.size()};
}

void Writer::wait_for_jobs(std::unique_lock<std::mutex>& lock) {
  changed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
  changed_.wait_until(lock, next_group_,
                      [this] { return closing_ || somebody_hurries_ || queue_.size() >= kJobsWorthACommit; });
  next_group_ = base::SteadyTime::clock::now() + group_interval_;
}

void Writer::work() {
  std::vector<Pending> batch;
  std::unique_lock lock(mutex_);
  while (true) {
    wait_for_jobs(lock);
    if (queue_.empty()) return;
    while (!queue_.empty() && batch.size() < kMostJobsPerCommit) {
      batch.push_back({.job = std::move(queue_.front())});
      queue_.pop_front();
    }
    somebody_hurries_ = !queue_.empty();  // for all that is known
    lock.unlock();
    for (std::span<Pending> left(batch); !left.empty();) {
      const std::size_t done = run_transaction(left);
      report(left.first(done));
      complete(left.first(done));
      left = left.subspan(done);
    }
    batch.clear();
    lock.lock();
  }
}

std::size_t Writer::run_transaction(std::span<Pending> jobs) {
  const auto renew = [jobs] {
    for (Pending& pending : jobs) pending = {.job = std::move(pending.job)};
  };
  std::size_t locked = 0;
  if (careful_transactions_ > 0) {
    --careful_transactions_;
  } else if (jobs.size() > 1) {
    if (attempt_trusting(jobs)) return jobs.size();
    careful_transactions_ = kCarefulTransactions;
    locked = std::ranges::any_of(jobs, is_locked, &Pending::failure) ? 1 : 0;
    renew();
  }
  Attempt last = attempt(jobs, locked);
  for (int tries = 1; last.again && tries < kMostTries; ++tries) {
    renew();
    last = attempt(jobs, locked);
  }
  return last.done;
}

bool Writer::begin(std::span<Pending> jobs) {
  try {
    session_->begin();
    return true;
  } catch (...) {
    ++failed_commits_;
    fail(jobs, current_failure(session_->dialect()));
    return false;
  }
}

bool Writer::attempt_trusting(std::span<Pending> jobs) {
  if (!begin(jobs)) return true;
  for (Pending& pending : jobs) {
    // After one that has ended the transaction, each statement of the next would be kept by itself.
    if (run_job(pending, Savepoints::kNone) && pending.kept && session_->is_in_transaction()) continue;
    session_->roll_back();
    return false;
  }
  return !commit(jobs).again;
}

Writer::Attempt Writer::attempt(std::span<Pending> jobs, std::size_t locked) {
  if (!begin(jobs)) return {.done = jobs.size(), .again = false};
  const auto savepoints = jobs.size() == 1 ? Savepoints::kNone : Savepoints::kEachJob;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    // Each would wait as long as those before it, and keep everybody waiting.
    if (locked == kMostLocked) {
      jobs[i].failure = jobs[i - 1].failure;
      continue;
    }
    const bool open = run_job(jobs[i], savepoints);
    const auto& failure = jobs[i].failure;
    if (is_locked(failure)) ++locked;
    const bool passing = failure && is_passing(*failure);
    if (open && !passing) continue;
    // What the earlier jobs wrote went with it; the later ones get a transaction of their own.
    const base::Error cause =
        failure.value_or(base::Error{kDatabaseFailed, "The database gave up a transaction."});
    session_->roll_back();
    ++failed_commits_;
    fail(jobs.first(i + 1), cause);
    return {.done = i + 1, .again = passing};
  }
  return commit(jobs);
}

Writer::Attempt Writer::commit(std::span<Pending> jobs) {
  if (std::ranges::none_of(jobs, &Pending::kept)) {
    session_->roll_back();
    return {.done = jobs.size(), .again = false};
  }
  try {
    session_->commit();
    ++commits_;
    written_jobs_ += static_cast<std::uint64_t>(std::ranges::count_if(jobs, &Pending::kept));
    return {.done = jobs.size(), .again = false};
  } catch (...) {
    const base::Error cause = current_failure(session_->dialect());
    const bool passing = is_passing(cause);
    session_->roll_back();
    ++failed_commits_;
    fail(jobs, cause);
    return {.done = jobs.size(), .again = passing};
  }
}

bool Writer::is_passing(const base::Error& cause) const {
  if (cause.code == kOutcomeUnknown) return false;
  return cause.code == kDatabaseConflict || session_->is_lost();
}

bool Writer::run_job(Pending& pending, Savepoints savepoints) {
  const bool alone = savepoints == Savepoints::kNone;
  try {
    if (!alone) session_->run("SAVEPOINT job");
    Transaction transaction(*session_, base::unix_milliseconds(clock_.system_now()));
    pending.ran = true;
    pending.kept = pending.job->run(transaction);
    if (pending.kept && !alone) session_->run("RELEASE SAVEPOINT job");
  } catch (...) {
    pending.kept = false;
    pending.failure = current_failure(session_->dialect());
  }
  if (pending.kept || alone) return true;
  try {
    session_->run("ROLLBACK TO SAVEPOINT job");
    session_->run("RELEASE SAVEPOINT job");
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void Writer::fail(std::span<Pending> jobs, const base::Error& failure) {
  for (Pending& pending : jobs) {
    // A job that failed by itself keeps its own reason.
    if (pending.kept || !pending.ran) pending.failure = failure;
  }
}

void Writer::report(std::span<const Pending> jobs) {
  for (const Pending& pending : jobs) {
    if (!pending.failure || !is_trouble(pending.failure->code)) continue;
    if (trouble_ != pending.failure->code) runtime::log(runtime::LogLevel::kError, pending.failure->message);
    trouble_ = pending.failure->code;
    return;
  }
  if (!trouble_ || std::ranges::none_of(jobs, &Pending::kept)) return;
  trouble_.reset();
  runtime::log(runtime::LogLevel::kInfo, "Writing to " + session_->dialect().description() + " works again.");
}

void Writer::complete(std::span<Pending> jobs) {
  for (Pending& pending : jobs) {
    pending.job->complete(pending.failure ? &*pending.failure : nullptr);
    pending.job.reset();
  }
}

}  // namespace store
