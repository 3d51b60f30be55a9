#include "askers.h"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <sys/resource.h>

#include <base/ids.h>
#include <runtime/run_task.h>
#include <runtime/task_group.h>

#include <coins/ledger.h>
#include <tutor/records.h>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

base::Result<coins::Balances> do_work(store::Transaction& tx, Work work, std::int64_t account,
                                      const std::string& id) {
  if (work == Work::kReservation) return coins::reserve(tx, account, coins::Tier::kGold, id);
  auto recorded = tutor::record_question(
      tx, {id, account, std::nullopt, coins::Tier::kGold, "Why does my loop never end?"}, 10);
  if (!recorded) return base::fail(recorded.error());
  return recorded->balances;
}

runtime::Task<> ask(store::Database& database, Work work, Ids ids, std::int64_t account,
                    Clock::time_point end, std::uint64_t& asked) {
  while (Clock::now() < end) {
    std::string id = ids == Ids::kRandom ? base::random_uuid() : base::time_ordered_uuid();
    expect(co_await database.write([work, account, id = std::move(id)](store::Transaction& tx) {
      return do_work(tx, work, account, id);
    }));
    ++asked;
  }
}

[[noreturn]] void no_failure(std::string_view, const std::exception_ptr&) {
  give_up("an asker ended with an exception");
}

runtime::Task<> ask_all(LedgerDatabase& database, Work work, Ids ids, std::size_t askers,
                        Clock::time_point end, std::uint64_t& asked) {
  runtime::TaskGroup group(co_await boost::asio::this_coro::executor, no_failure);
  for (std::size_t i = 0; i < askers; ++i)
    group.spawn("asker", ask(*database, work, ids, database.accounts().at(i % database.accounts().size()),
                             end, asked));
  co_await group.join();
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

Rate measure(LedgerDatabase& database, Work work, std::size_t askers, std::chrono::milliseconds time,
             Ids ids) {
  boost::asio::io_context loop(1);
  std::uint64_t asked = 0;
  const auto commits_before = (*database).counts().commits;
  const double cpu_before = cpu_seconds();
  const auto begin = Clock::now();
  runtime::run_task(loop, ask_all(database, work, ids, askers, begin + time, asked));
  const std::chrono::duration<double> took = Clock::now() - begin;
  const auto commits = (*database).counts().commits - commits_before;
  const double questions = static_cast<double>(asked);
  return {questions / took.count(), questions / static_cast<double>(commits),
          (cpu_seconds() - cpu_before) * 1e6 / questions};
}

}  // namespace bench
