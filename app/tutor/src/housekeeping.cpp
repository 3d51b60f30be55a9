// What the tutor does by itself: it saves texts, books what could not be booked, and looks after what is
// open.
#include <algorithm>
#include <span>
#include <utility>

#include <runtime/log.h>

#include <tutor/nodes.h>
#include <tutor/tutor.h>

#include "pause.h"
#include "running.h"

namespace tutor {
namespace {

// They go into the database in parts, which share their commits with the questions that come meanwhile: a
// save of thousands at once would hold these up, and the tokens on the way, too. So few parts that a save
// takes far less than the time between two.
constexpr std::size_t kTextsAtOnce = 64;
constexpr std::size_t kMostParts = 16;

// What one answer got since it was saved.
struct Tail {
  std::string answer_id;
  std::size_t from = 0;
  std::string text;
};

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
    co_await save_texts();
    co_await book_again();
  }
}

runtime::Task<> Tutor::save_texts() {
  const std::uint64_t number = ++saves_begun_;
  // Everything that was kept until here is in the database, or will be when these are saved.
  if (journal_ != nullptr) journal_->begin_save();
  std::vector<std::shared_ptr<Running>> growing;
  const auto add = [&](const std::shared_ptr<Running>& running) {
    if (running->answer && running->answer->text().size() > running->saved_bytes) growing.push_back(running);
  };
  for (const auto& [id, running] : running_) add(running);
  for (const auto& [id, unbooked] : unbooked_) add(unbooked.running);
  const std::size_t at_once = std::max(kTextsAtOnce, growing.size() / kMostParts + 1);
  for (auto left = std::span(growing); !left.empty();) {
    const auto part = left.first(std::min(left.size(), at_once));
    if (const auto saved = co_await save_some(part); !saved) {
      runtime::log(runtime::LogLevel::kError, "texts could not be saved: " + saved.error().message);
      saves_failed_ = number;
      changed_.notify();
      co_return;
    }
    left = left.subspan(part.size());
  }
  if (journal_ != nullptr) journal_->end_save();
  saves_done_ = number;
  changed_.notify();
}

runtime::Task<base::Result<>> Tutor::save_some(std::span<const std::shared_ptr<Running>> growing) {
  // The job runs on a thread of the database: it gets copies, and nothing that belongs to this loop.
  const auto tails = std::make_shared<std::vector<Tail>>();
  tails->reserve(growing.size());
  for (const auto& running : growing) {
    const std::string_view text = running->answer->text();
    tails->push_back(
        {running->question.id, running->saved_bytes, std::string(text.substr(running->saved_bytes))});
  }
  auto saved = co_await database_->write_grouped([tails](store::Transaction& tx) -> base::Result<> {
    for (const Tail& tail : *tails) extend_text(tx, tail.answer_id, tail.from, tail.text);
    return {};
  });
  if (!saved) co_return saved;
  for (std::size_t i = 0; i < growing.size(); ++i)
    growing[i]->saved_bytes = (*tails)[i].from + (*tails)[i].text.size();
  co_return saved;
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
