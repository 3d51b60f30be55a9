#include <utility>

#include <boost/asio/cancellation_type.hpp>

#include <base/ids.h>
#include <runtime/log.h>

#include <tutor/context_budget.h>
#include <tutor/nodes.h>
#include <tutor/tutor.h>

#include "followed.h"
#include "outcome.h"
#include "pause.h"
#include "running.h"
#include "saving.h"
#include "text_keeper.h"

namespace tutor {
namespace {

void log_failure(std::string_view task, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError,
                 std::string("tutor: ").append(task).append(": ").append(error.what()));
  }
}

// An answer that has ended. `balances` are the account's now: a reader is told them with the ending, whenever
// it reads.
std::shared_ptr<Answer> restored(StoredAnswer stored, const coins::Balances& balances) {
  auto answer = std::make_shared<Answer>(
      AnswerIdentity{stored.answer_id, stored.conversation_id, stored.account_id, stored.tier});
  answer->append(stored.text);
  stored.ending->balances = balances;
  answer->end(std::move(*stored.ending));
  return answer;
}

// What may have been done although it failed, or was done at the same moment by another server: the second
// try finds it.
bool may_be_there(const base::Error& error) {
  return may_be_done(error) || error.code == store::kConstraint;
}

std::unexpected<base::Error> no_such_answer() {
  return base::fail(kInvalidMessage, "There is no such answer; it may belong to another account.");
}

}  // namespace

Tutor::Tutor(runtime::Executor executor, store::Database& database, Model& model, TutorOptions options,
             TextJournal* journal)
    : executor_(std::move(executor)),
      database_(&database),
      model_(&model),
      options_(std::move(options)),
      journal_(journal),
      keeper_(journal == nullptr ? nullptr : std::make_unique<TextKeeper>(*journal)),
      node_(journal == nullptr ? base::random_uuid() : journal->node()),
      followed_(std::make_unique<FollowedAnswers>(executor_, database, options_.follow_interval)),
      changed_(executor_),
      answers_(executor_, log_failure),
      house_(executor_, log_failure) {
  if (!options_.running_together) options_.running_together = std::make_shared<std::atomic<std::size_t>>();
}

Tutor::~Tutor() = default;

void Tutor::start() {
  house_.spawn("house", keep_house());
  house_.spawn("open answers", look_after_open_answers());
  house_.spawn("followed answers", followed_->run());
  if (options_.sharing == Sharing::kSeveralServers) house_.spawn("stops", heed_stops());
}

TutorCounts Tutor::counts() const {
  TutorCounts counts = counts_;
  counts.running = running_.size();
  return counts;
}

TutorCounts& operator+=(TutorCounts& sum, const TutorCounts& more) {
  sum.running += more.running;
  sum.accepted += more.accepted;
  sum.repeated += more.repeated;
  for (const auto& [reason, count] : more.ended) sum.ended[reason] += count;
  return sum;
}

base::Result<> Tutor::take_place_for(std::int64_t account_id) {
  if (closing_)
    return base::fail(kBusy, "The server is restarting. Nothing was charged; ask again in a minute.");
  const auto of_account = running_of_account_.find(account_id);
  if (of_account != running_of_account_.end() && of_account->second >= options_.running_per_account) {
    return base::fail(
        kBusy, "You already have " + std::to_string(of_account->second) +
                   " questions being answered. Nothing was charged; wait for one to finish, or stop it.");
  }
  if (++*options_.running_together > options_.running_total) {
    --*options_.running_together;
    return base::fail(
        kBusy,
        "The tutor is answering as many questions as it can. Nothing was charged; try again in a "
        "moment.");
  }
  ++running_of_account_[account_id];
  return {};
}

void Tutor::forget(const Running& running) {
  const auto of_account = running_of_account_.find(running.question.account_id);
  if (--of_account->second == 0) running_of_account_.erase(of_account);
  running_.erase(running.question.id);
  --*options_.running_together;
  changed_.notify();
}

runtime::Task<base::Result<Accepted>> Tutor::ask(NewQuestion question) {
  if (const auto known = running_.find(question.id); known != running_.end()) {
    co_return co_await join(known->second, std::move(question));
  }
  if (auto place = take_place_for(question.account_id); !place) {
    auto again = co_await ask_again(std::move(question));
    if (!again) co_return base::fail(again.error());
    if (*again) co_return std::move(**again);
    co_return base::fail(place.error());
  }

  // Entered before the first wait, so that the same id asked meanwhile joins instead of racing.
  auto running = std::make_shared<Running>(executor_, question);
  running_.emplace(question.id, running);

  auto recorded = co_await record(question);
  if (!recorded) {
    running->accepted.emplace(base::fail(recorded.error()));
  } else if (recorded->repeated && !is_left_to_me(*recorded->repeated)) {
    ++counts_.repeated;
    running->accepted.emplace(Accepted{stored_answer(std::move(*recorded->repeated), recorded->balances),
                                       recorded->balances, true});
  } else {
    ++counts_.accepted;
    begin_answer(*running, recorded->conversation_id);
    running->accepted.emplace(Accepted{running->answer, recorded->balances, false});
  }
  running->decided.notify();
  if (!running->answer) {
    forget(*running);
    co_return *running->accepted;
  }
  running->request = {question.tier, newest_within(std::move(recorded->earlier), options_.context_tokens),
                      std::move(question.content)};
  answers_.spawn("answer", run(running), {running, &running->cancel_model});
  co_return *running->accepted;
}

runtime::Task<base::Result<std::optional<Accepted>>> Tutor::ask_again(NewQuestion question) {
  if (const auto known = running_.find(question.id); known != running_.end()) {
    co_return co_await join(known->second, std::move(question));
  }
  auto found = co_await database_->read([question, most = options_.context_turns](store::Transaction& tx) {
    return find_question(tx, question, most);
  });
  if (!found) co_return base::fail(found.error());
  if (!*found || is_left_to_me(*(*found)->repeated)) co_return std::nullopt;
  ++counts_.repeated;
  co_return Accepted{stored_answer(std::move(*(*found)->repeated), (*found)->balances), (*found)->balances,
                     true};
}

runtime::Task<base::Result<RecordedQuestion>> Tutor::record(NewQuestion question) {
  constexpr std::chrono::milliseconds kPauses[] = {std::chrono::milliseconds(100),
                                                   std::chrono::milliseconds(500)};
  const auto write = [this, &question] {
    return database_->write_grouped(
        [question, most = options_.context_turns, node = node_](store::Transaction& tx) {
          return record_question(tx, question, most, node);
        });
  };
  auto recorded = co_await write();
  for (const auto length : kPauses) {
    if (recorded || !may_be_there(recorded.error())) break;
    co_await pause(executor_, length);
    recorded = co_await write();
  }
  co_return recorded;
}

// Whether it was recorded here by a try whose outcome was not known, so that nobody answers it yet.
bool Tutor::is_left_to_me(const StoredAnswer& stored) const {
  return !stored.ending && stored.node == node_ && stored.text.empty() &&
         !unbooked_.contains(stored.answer_id);
}

std::shared_ptr<Answer> Tutor::stored_answer(StoredAnswer stored, const coins::Balances& balances) {
  if (stored.ending) return restored(std::move(stored), balances);
  // It has ended here, and its end is not in the database yet.
  if (const auto here = unbooked_.find(stored.answer_id); here != unbooked_.end())
    return here->second.running->answer;
  return followed_->follow(std::move(stored));
}

runtime::Task<base::Result<Accepted>> Tutor::join(std::shared_ptr<Running> running, NewQuestion question) {
  const NewQuestion& first = running->question;
  if (first.account_id != question.account_id || first.content != question.content ||
      first.tier != question.tier) {
    co_return base::fail(kInvalidMessage,
                         "This id was used for another question already; give each question its own.");
  }
  while (!running->accepted) co_await running->decided.wait();
  if (!*running->accepted) co_return base::fail(running->accepted->error());
  ++counts_.repeated;
  Accepted accepted = **running->accepted;
  accepted.repeated = true;
  co_return accepted;
}

runtime::Task<base::Result<>> Tutor::stop(std::int64_t account_id, std::string answer_id) {
  if (const auto known = running_.find(answer_id); known != running_.end()) {
    if (known->second->question.account_id != account_id) co_return no_such_answer();
    stop_running(*known->second);
    co_return base::Result<>();
  }
  auto stored = co_await database_->read(
      [account_id, answer_id](store::Transaction& tx) -> base::Result<std::optional<StoredAnswer>> {
        return find_answer(tx, account_id, answer_id);
      });
  if (!stored) co_return base::fail(stored.error());
  if (!*stored) co_return no_such_answer();
  if ((*stored)->ending || options_.sharing == Sharing::kOnlyServer) co_return base::Result<>();
  co_return co_await database_->write([answer_id](store::Transaction& tx) -> base::Result<> {
    ask_to_stop(tx, answer_id);
    return {};
  });
}

void Tutor::stop_running(Running& running) {
  if (std::exchange(running.stopped_by_student, true)) return;
  running.cancel_model.emit(boost::asio::cancellation_type::terminal);
}

runtime::Task<Tutor::Lookup> Tutor::find(std::int64_t account_id, std::string answer_id,
                                         std::size_t known_units) {
  if (const auto known = running_.find(answer_id); known != running_.end()) {
    const std::shared_ptr<Running> running = known->second;
    while (!running->accepted) co_await running->decided.wait();
    if (running->answer && running->question.account_id == account_id) co_return running->answer;
  }
  using Found = std::optional<std::pair<StoredAnswer, coins::Balances>>;
  auto found =
      co_await database_->read([account_id, answer_id](store::Transaction& tx) -> base::Result<Found> {
        auto stored = find_answer(tx, account_id, answer_id);
        if (!stored) return std::nullopt;
        return std::pair(std::move(*stored), coins::balances(tx, account_id));
      });
  if (!found) co_return base::fail(found.error());
  if (!*found) co_return no_such_answer();
  // It may have begun while the database was read.
  if (const auto known = running_.find(answer_id); known != running_.end() && known->second->answer) {
    co_return known->second->answer;
  }
  auto answer = stored_answer(std::move((*found)->first), (*found)->second);
  co_await followed_->reach(answer, known_units);
  co_return answer;
}

runtime::Task<> Tutor::end_running_after(std::chrono::milliseconds grace) {
  co_await pause(executor_, grace);
  ending_all_ = true;
  for (const auto& [id, running] : std::unordered_map(running_)) {
    running->cancel_model.emit(boost::asio::cancellation_type::terminal);
  }
}

runtime::Task<> Tutor::shut_down(std::chrono::milliseconds grace) {
  closing_ = true;
  changed_.notify();
  house_.spawn("grace", end_running_after(grace));
  while (!running_.empty()) co_await changed_.wait();
  co_await answers_.join();
  followed_->stop_waiting();
  house_.cancel();
  co_await house_.join();
  co_await book_again();
  if (options_.sharing == Sharing::kOnlyServer) co_return;
  // The others need not wait for the lease. If it fails, they will.
  static_cast<void>(co_await database_->write([node = node_](store::Transaction& tx) -> base::Result<> {
    end_lease(tx, node);
    return {};
  }));
}

}  // namespace tutor
