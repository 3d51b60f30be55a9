// What the tutor does by itself: it books what could not be booked, and looks after what is open.
#include <utility>

#include <runtime/log.h>

#include <tutor/nodes.h>
#include <tutor/tutor.h>

#include "pause.h"
#include "running.h"

namespace tutor {
namespace {

struct GivenBack {
  AnswerIdentity answer;
  coins::Balances balances;
};

base::Result<std::vector<GivenBack>> give_back(store::Transaction& tx,
                                               const std::vector<AnswerIdentity>& answers,
                                               const Ending& ending) {
  std::vector<GivenBack> given;
  for (const AnswerIdentity& answer : answers) {
    auto balances = interrupt_answer(tx, answer.answer_id, ending);
    if (!balances) return base::fail(balances.error());
    if (*balances) given.push_back({answer, **balances});
  }
  return given;
}

}  // namespace

runtime::Task<> Tutor::keep_house() {
  while (true) {
    co_await pause(executor_, options_.save_interval);
    co_await keep_texts();
    co_await book_again();
  }
}

runtime::Task<> Tutor::book_again() {
  std::vector<std::string> ids;
  ids.reserve(unbooked_.size());
  for (const auto& [id, unbooked] : unbooked_) ids.push_back(id);
  for (const std::string& id : ids) {
    const Unbooked& item = unbooked_.at(id);
    auto stored = co_await database_->write(
        [answer = item.running->answer, ending = item.ending](store::Transaction& tx) {
          return close_answer(tx, answer->identity().account_id, answer->identity().answer_id, answer->text(),
                              ending);
        });
    if (!stored) continue;
    if (stored->refunded && on_refund_) on_refund_(item.running->answer->identity(), stored->balances);
    unbooked_.erase(id);
  }
}

runtime::Task<> Tutor::look_after_open_answers() {
  while (true) {
    co_await give_back_unclaimed();
    if (options_.sharing == Sharing::kSeveralServers) co_await close_abandoned();
    co_await pause(executor_, options_.check_interval);
  }
}

// A question may have been taken although the database's answer was lost: its asker was told that it failed.
runtime::Task<> Tutor::give_back_unclaimed() {
  auto open = co_await database_->read(
      [node = node_](store::Transaction& tx) -> base::Result<std::vector<AnswerIdentity>> {
        return open_answers(tx, node);
      });
  if (!open) co_return;
  std::erase_if(*open, [this](const AnswerIdentity& answer) {
    return running_.contains(answer.answer_id) || unbooked_.contains(answer.answer_id);
  });
  if (!open->empty()) co_await interrupt(std::move(*open), interrupted_by_database());
}

runtime::Task<> Tutor::close_abandoned() {
  auto abandoned = co_await database_->write(
      [node = node_](store::Transaction& tx) -> base::Result<std::vector<AnswerIdentity>> {
        renew_lease(tx, node);
        std::vector<AnswerIdentity> answers = abandoned_answers(tx);
        if (answers.empty()) forget_gone_nodes(tx);
        return answers;
      });
  if (!abandoned) {
    runtime::log(runtime::LogLevel::kError,
                 "the other servers could not be told that this one lives: " + abandoned.error().message);
    co_return;
  }
  if (!abandoned->empty()) co_await interrupt(std::move(*abandoned), interrupted_by_restart());
}

runtime::Task<> Tutor::interrupt(std::vector<AnswerIdentity> answers, Ending ending) {
  auto given = co_await database_->write(
      [answers, ending](store::Transaction& tx) { return give_back(tx, answers, ending); });
  if (!given) {
    runtime::log(runtime::LogLevel::kError, "coins could not be given back: " + given.error().message);
    co_return;
  }
  if (given->empty()) co_return;
  runtime::log(runtime::LogLevel::kWarning, std::to_string(given->size()) +
                                                " answer(s) that nobody writes any more were closed: their "
                                                "coins were refunded");
  if (!on_refund_) co_return;
  for (const GivenBack& back : *given) on_refund_(back.answer, back.balances);
}

runtime::Task<> Tutor::heed_stops() {
  while (true) {
    co_await pause(executor_, options_.stop_interval);
    if (running_.empty()) continue;
    auto ids = co_await database_->read(
        [node = node_](store::Transaction& tx) -> base::Result<std::vector<std::string>> {
          return answers_to_stop(tx, node);
        });
    if (!ids) continue;
    for (const std::string& id : *ids) {
      if (const auto known = running_.find(id); known != running_.end()) stop_running(*known->second);
    }
  }
}

}  // namespace tutor
