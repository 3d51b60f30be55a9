#include "writer.h"

#include <algorithm>
#include <ranges>

#include <runtime/log.h>

namespace store {
namespace {

// Bounds how long the first job of a batch waits for the last.
constexpr std::size_t kMostJobsPerCommit = 1000;
// Of a transaction that was lost with its connection, or in a conflict.
constexpr int kMostTries = 3;
// Jobs of a transaction that may each wait in vain for another program's lock.
constexpr std::size_t kMostLocked = 2;

// A failure that the operator can mend, and not one of a job's own making.
bool is_trouble(base::ErrorCode code) {
  static constexpr base::ErrorCode kTroubles[] = {kDatabaseUnavailable, kDatabaseFull,    kDatabaseReadOnly,
                                                  kDatabaseLocked,      kDatabaseCorrupt, kOutcomeUnknown};
  return std::ranges::find(kTroubles, code) != std::end(kTroubles);
}

}  // namespace

Writer::Writer(std::unique_ptr<Session> session, std::size_t queue_limit, const base::Clock& clock)
    : session_(std::move(session)), queue_limit_(queue_limit), clock_(clock), thread_([this] { work(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
}

std::unique_ptr<Job> Writer::submit(std::unique_ptr<Job> job) {
  const std::scoped_lock lock(mutex_);
  if (closing_ || queue_.size() >= queue_limit_) return job;
  queue_.push_back(std::move(job));
  // Under the lock: once the job has been taken, this object may be gone.
  changed_.notify_one();
  return nullptr;
}

DatabaseCounts Writer::counts() const {
  const std::scoped_lock lock(mutex_);
  return {commits_, failed_commits_, written_jobs_, queue_.size()};
}

void Writer::work() {
  std::vector<Pending> batch;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    while (!queue_.empty() && batch.size() < kMostJobsPerCommit) {
      batch.push_back({.job = std::move(queue_.front())});
      queue_.pop_front();
    }
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
  Attempt last = attempt(jobs);
  for (int tries = 1; last.again && tries < kMostTries; ++tries) {
    for (Pending& pending : jobs) pending = {.job = std::move(pending.job)};
    last = attempt(jobs);
  }
  return last.done;
}

Writer::Attempt Writer::attempt(std::span<Pending> jobs) {
  try {
    session_->begin();
  } catch (...) {
    ++failed_commits_;
    fail(jobs, current_failure(session_->dialect()));
    return {.done = jobs.size(), .again = false};
  }
  const bool alone = jobs.size() == 1;
  std::size_t locked = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    // Each would wait as long as those before it, and keep everybody waiting.
    if (locked == kMostLocked) {
      jobs[i].failure = jobs[i - 1].failure;
      continue;
    }
    const bool open = run_job(jobs[i], alone);
    const auto& failure = jobs[i].failure;
    if (failure && failure->code == kDatabaseLocked) ++locked;
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

bool Writer::run_job(Pending& pending, bool alone) {
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
