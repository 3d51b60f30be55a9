#include "writer.h"

#include <algorithm>
#include <ranges>

namespace store {
namespace {

// Bounds how long the first job of a batch waits for the last.
constexpr std::size_t kMostJobsPerCommit = 1000;

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
      complete(left.first(done));
      left = left.subspan(done);
    }
    batch.clear();
    lock.lock();
  }
}

std::size_t Writer::run_transaction(std::span<Pending> jobs) {
  try {
    session_->ensure_connected();
    session_->begin();
  } catch (...) {
    fail(jobs, current_failure(session_->dialect()));
    return jobs.size();
  }
  const bool alone = jobs.size() == 1;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (run_job(jobs[i], alone)) continue;
    // What the earlier jobs wrote went with it; the later ones get a transaction of their own.
    session_->roll_back();
    const base::Error cause =
        jobs[i].failure.value_or(base::Error{kDatabaseFailed, "The database gave up a transaction."});
    fail(jobs.first(i + 1), cause);
    return i + 1;
  }
  if (std::ranges::none_of(jobs, &Pending::kept)) {
    session_->roll_back();
    return jobs.size();
  }
  try {
    session_->commit();
    ++commits_;
    written_jobs_ += static_cast<std::uint64_t>(std::ranges::count_if(jobs, &Pending::kept));
  } catch (...) {
    const base::Error cause = current_failure(session_->dialect());
    session_->roll_back();
    fail(jobs, cause);
  }
  return jobs.size();
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
  ++failed_commits_;
  for (Pending& pending : jobs) {
    // A job that failed by itself keeps its own reason.
    if (pending.kept || !pending.ran) pending.failure = failure;
  }
}

void Writer::complete(std::span<Pending> jobs) {
  for (Pending& pending : jobs) {
    pending.job->complete(pending.failure ? &*pending.failure : nullptr);
    pending.job.reset();
  }
}

}  // namespace store
