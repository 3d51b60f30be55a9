#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/log.h>

#include <tutor/context_budget.h>
#include <tutor/tutor.h>

#include "running.h"

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

// `balances` are the account's now: a reader is told them with the ending, whenever it reads.
std::shared_ptr<Answer> restored(StoredAnswer stored, const coins::Balances& balances) {
  auto answer = std::make_shared<Answer>(
      AnswerIdentity{stored.answer_id, stored.conversation_id, stored.account_id, stored.tier});
  answer->append(stored.text);
  // One that is open but not running here waits for the database to take its end.
  Ending ending = stored.ending ? std::move(*stored.ending) : not_booked_yet();
  ending.balances = balances;
  answer->end(std::move(ending));
  return answer;
}

runtime::Task<> pause(runtime::Executor executor, std::chrono::milliseconds length) {
  boost::asio::steady_timer timer(executor, length);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace

Tutor::Tutor(runtime::Executor executor, store::Database& database, Model& model, TutorOptions options)
    : executor_(std::move(executor)),
      database_(&database),
      model_(&model),
      options_(options),
      changed_(executor_),
      answers_(executor_, log_failure),
      house_(executor_, log_failure) {}

Tutor::~Tutor() = default;

void Tutor::start() {
  house_.spawn("house", keep_house());
}

TutorCounts Tutor::counts() const {
  TutorCounts counts = counts_;
  counts.running = running_.size();
  return counts;
}

base::Result<> Tutor::room_for(std::int64_t account_id) const {
  if (closing_)
    return base::fail(kBusy, "The server is restarting. Nothing was charged; ask again in a minute.");
  const auto of_account = running_of_account_.find(account_id);
  if (of_account != running_of_account_.end() && of_account->second >= options_.running_per_account) {
    return base::fail(
        kBusy, "You already have " + std::to_string(of_account->second) +
                   " questions being answered. Nothing was charged; wait for one to finish, or stop it.");
  }
  if (running_.size() >= options_.running_total) {
    return base::fail(
        kBusy,
        "The tutor is answering as many questions as it can. Nothing was charged; try again in a "
        "moment.");
  }
  return {};
}

void Tutor::forget(const Running& running) {
  const auto of_account = running_of_account_.find(running.question.account_id);
  if (--of_account->second == 0) running_of_account_.erase(of_account);
  running_.erase(running.question.id);
  changed_.notify();
}

runtime::Task<base::Result<Accepted>> Tutor::ask(NewQuestion question) {
  if (const auto known = running_.find(question.id); known != running_.end()) {
    co_return co_await join(known->second, std::move(question));
  }
  if (auto room = room_for(question.account_id); !room) co_return base::fail(room.error());

  // Entered before the first wait, so that the same id asked meanwhile joins instead of racing.
  auto running = std::make_shared<Running>(executor_, question);
  running_.emplace(question.id, running);
  ++running_of_account_[question.account_id];

  auto recorded =
      co_await database_->write([question, most = options_.context_turns](store::Transaction& tx) {
        return record_question(tx, question, most);
      });
  if (!recorded) {
    running->accepted.emplace(base::fail(recorded.error()));
  } else if (recorded->repeated) {
    ++counts_.repeated;
    running->accepted.emplace(
        Accepted{restored(std::move(*recorded->repeated), recorded->balances), recorded->balances, true});
  } else {
    ++counts_.accepted;
    running->answer = std::make_shared<Answer>(
        AnswerIdentity{question.id, recorded->conversation_id, question.account_id, question.tier});
    running->accepted.emplace(Accepted{running->answer, recorded->balances, false});
  }
  running->decided.notify();
  if (!running->answer) {
    forget(*running);
    co_return *running->accepted;
  }
  ModelRequest request{question.tier, newest_within(std::move(recorded->earlier), options_.context_tokens),
                       std::move(question.content)};
  answers_.spawn("answer", run(running, std::move(request)));
  co_return *running->accepted;
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

runtime::Task<ModelResult> Tutor::call_model(std::shared_ptr<Running> running, ModelRequest request) {
  const auto cancelled = std::unexpected(ModelFailure{kUpstreamError, "cancelled"});
  if (running->stopped_by_student || ending_all_) co_return cancelled;
  try {
    co_return co_await boost::asio::co_spawn(
        executor_,
        model_->answer(std::move(request),
                       [answer = running->answer](std::string_view text) { answer->append(text); }),
        boost::asio::bind_cancellation_slot(running->cancel_model.slot(), boost::asio::use_awaitable));
  } catch (const std::exception& error) {
    // A cancelled wait throws; so may a bug, which must cost the student nothing either.
    if (running->stopped_by_student || ending_all_) co_return cancelled;
    co_return std::unexpected(ModelFailure{kUpstreamError, error.what()});
  }
}

runtime::Task<> Tutor::run(std::shared_ptr<Running> running, ModelRequest request) {
  ModelResult result = co_await call_model(running, std::move(request));
  const std::shared_ptr<Answer> answer = running->answer;
  if (!result && !running->stopped_by_student && !ending_all_) {
    runtime::log(runtime::LogLevel::kWarning, "answer " + answer->identity().answer_id + ": " +
                                                  std::string(result.error().code.name()) + ": " +
                                                  result.error().detail);
  }
  Ending ending =
      decide_ending({std::move(result), !answer->text().empty(), running->stopped_by_student, ending_all_});
  ending = co_await book(running, std::move(ending));
  ++counts_.ended[ending.reason];
  if (ending.refunded && on_refund_) on_refund_(answer->identity(), ending.balances);
  answer->end(std::move(ending));
  forget(*running);
}

runtime::Task<Ending> Tutor::book(std::shared_ptr<Running> running, Ending ending) {
  constexpr std::chrono::milliseconds kPauses[] = {
      std::chrono::milliseconds(0), std::chrono::milliseconds(100), std::chrono::milliseconds(500),
      std::chrono::milliseconds(2000)};
  const std::shared_ptr<Answer> answer = running->answer;
  for (const auto length : kPauses) {
    if (length.count() > 0) co_await pause(executor_, length);
    // The text does not change any more, and the job owns the answer.
    auto balances = co_await database_->write([answer, ending](store::Transaction& tx) {
      return close_answer(tx, answer->identity().account_id, answer->identity().answer_id, answer->text(),
                          ending);
    });
    if (balances) {
      ending.balances = *balances;
      co_return ending;
    }
    runtime::log(runtime::LogLevel::kError, "answer " + answer->identity().answer_id +
                                                " could not be booked: " + balances.error().message);
  }
  Ending later = not_booked_yet();
  Ending refund = later;
  refund.refunded = true;
  unbooked_.push_back({answer, std::move(refund)});
  later.balances = (*running->accepted)->balances;
  co_return later;
}

runtime::Task<base::Result<>> Tutor::stop(std::int64_t account_id, std::string answer_id) {
  const auto known = running_.find(answer_id);
  if (known == running_.end()) {
    auto found = co_await find(account_id, std::move(answer_id));
    if (!found) co_return base::fail(found.error());
    co_return base::Result<>();
  }
  const std::shared_ptr<Running> running = known->second;
  if (running->question.account_id != account_id) {
    co_return base::fail(kInvalidMessage, "There is no such answer; it may belong to another account.");
  }
  running->stopped_by_student = true;
  running->cancel_model.emit(boost::asio::cancellation_type::terminal);
  co_return base::Result<>();
}

runtime::Task<Tutor::Lookup> Tutor::find(std::int64_t account_id, std::string answer_id) {
  if (const auto known = running_.find(answer_id); known != running_.end()) {
    const std::shared_ptr<Running> running = known->second;
    while (!running->accepted) co_await running->decided.wait();
    if (running->answer && running->question.account_id == account_id) co_return running->answer;
  }
  auto stored = co_await database_->read(
      [account_id, answer_id](store::Transaction& tx) -> base::Result<std::optional<StoredAnswer>> {
        return find_answer(tx, account_id, answer_id);
      });
  if (!stored) co_return base::fail(stored.error());
  if (!*stored) {
    co_return base::fail(kInvalidMessage, "There is no such answer; it may belong to another account.");
  }
  // It may have begun, or ended, while the database was read.
  if (const auto known = running_.find(answer_id); known != running_.end() && known->second->answer) {
    co_return known->second->answer;
  }
  if (!(*stored)->ending) {
    // Read just before its end was booked, and forgotten just after: read what is true now.
    stored = co_await database_->read(
        [account_id, answer_id](store::Transaction& tx) -> base::Result<std::optional<StoredAnswer>> {
          return find_answer(tx, account_id, answer_id);
        });
    if (!stored) co_return base::fail(stored.error());
  }
  auto balances =
      co_await database_->read([account_id](store::Transaction& tx) -> base::Result<coins::Balances> {
        return coins::balances(tx, account_id);
      });
  if (!balances) co_return base::fail(balances.error());
  co_return restored(std::move(**stored), *balances);
}

runtime::Task<> Tutor::keep_house() {
  while (true) {
    co_await pause(executor_, options_.save_interval);
    co_await save_texts();
    co_await book_again();
  }
}

runtime::Task<> Tutor::save_texts() {
  // The job runs on a thread of the database: it gets copies, and nothing that belongs to this loop.
  struct Tail {
    std::string answer_id;
    std::string text;
  };
  std::vector<Tail> tails;
  for (const auto& [id, running] : running_) {
    if (!running->answer || running->answer->ending()) continue;
    const std::string_view text = running->answer->text();
    if (text.size() > running->saved_bytes)
      tails.push_back({id, std::string(text.substr(running->saved_bytes))});
  }
  if (tails.empty()) co_return;
  auto saved = co_await database_->write([tails](store::Transaction& tx) -> base::Result<> {
    for (const Tail& tail : tails) append_text(tx, tail.answer_id, tail.text);
    return {};
  });
  if (!saved) {
    runtime::log(runtime::LogLevel::kError, "texts could not be saved: " + saved.error().message);
    co_return;
  }
  for (const Tail& tail : tails) {
    const auto still = running_.find(tail.answer_id);
    if (still != running_.end()) still->second->saved_bytes += tail.text.size();
  }
}

runtime::Task<> Tutor::book_again() {
  std::vector<Unbooked> again = std::exchange(unbooked_, {});
  for (Unbooked& item : again) {
    auto balances =
        co_await database_->write([answer = item.answer, ending = item.ending](store::Transaction& tx) {
          return close_answer(tx, answer->identity().account_id, answer->identity().answer_id, answer->text(),
                              ending);
        });
    if (!balances) {
      unbooked_.push_back(std::move(item));
    } else if (on_refund_) {
      on_refund_(item.answer->identity(), *balances);
    }
  }
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
  house_.spawn("grace", end_running_after(grace));
  while (!running_.empty()) co_await changed_.wait();
  co_await answers_.join();
  house_.cancel();
  co_await house_.join();
  co_await book_again();
}

}  // namespace tutor
