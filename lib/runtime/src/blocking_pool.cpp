#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sched.h>

#include <runtime/blocking_pool.h>

namespace runtime {

namespace {

// On a core that they share, the calling thread begins when the loop that woke it has to wait, not in the
// middle of its turn; it then finds all that the turn has queued. Where the system refuses that, it is only
// slower.
void yield_to_loops() {
  const sched_param no_priority{};
  static_cast<void>(::pthread_setschedparam(::pthread_self(), SCHED_BATCH, &no_priority));
}

}  // namespace

struct BlockingPool::State {
  explicit State(std::size_t limit) : queue_limit(limit) {}

  void work() {
    yield_to_loops();
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [this] { return closing || !jobs.empty(); });
      if (jobs.empty()) return;
      auto job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
      job = nullptr;  // what the job holds is let go before the next wait
      lock.lock();
    }
  }

  const std::size_t queue_limit;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::move_only_function<void()>> jobs;
  bool closing = false;
  std::vector<std::jthread> threads;
};

BlockingPool::BlockingPool(std::size_t threads, std::size_t queue_limit)
    : state_(std::make_unique<State>(queue_limit)) {
  for (std::size_t i = 0; i < threads; ++i)
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

BlockingPool::~BlockingPool() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->closing = true;
  }
  state_->changed.notify_all();
  state_->threads.clear();
}

bool BlockingPool::try_post(std::move_only_function<void()> job) {
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->closing || state_->jobs.size() >= state_->queue_limit) return false;
    state_->jobs.push_back(std::move(job));
    // Under the lock: as soon as it is free, the job may run and the pool be destroyed.
    state_->changed.notify_one();
  }
  return true;
}

std::size_t BlockingPool::queued() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->jobs.size();
}

}  // namespace runtime
