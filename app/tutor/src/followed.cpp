#include "followed.h"

#include <utility>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <coins/ledger.h>

namespace tutor {
namespace {

struct Known {
  std::string answer_id;
  std::int64_t account_id;
  std::size_t bytes;
};

using News = std::vector<std::pair<StoredAnswer, coins::Balances>>;

base::Result<News> read_news(store::Transaction& tx, const std::vector<Known>& all) {
  News news;
  for (const Known& known : all) {
    if (auto found = find_news(tx, known.account_id, known.answer_id, known.bytes))
      news.emplace_back(std::move(*found), coins::balances(tx, known.account_id));
  }
  return news;
}

}  // namespace

std::shared_ptr<Answer> FollowedAnswers::follow(StoredAnswer stored) {
  std::weak_ptr<Answer>& known = followed_[stored.answer_id];
  if (auto answer = known.lock()) return answer;
  auto answer = std::make_shared<Answer>(
      AnswerIdentity{stored.answer_id, stored.conversation_id, stored.account_id, stored.tier});
  answer->append(stored.text);
  known = answer;
  added_.notify();
  return answer;
}

runtime::Task<> FollowedAnswers::reach(std::shared_ptr<const Answer> answer, std::size_t units) {
  while (!waiting_is_over_ && !answer->ending() && answer->utf16_length() < units) co_await changed_.wait();
}

void FollowedAnswers::stop_waiting() {
  waiting_is_over_ = true;
  changed_.notify();
}

runtime::Task<> FollowedAnswers::run() {
  boost::asio::steady_timer pause(executor_);
  while (true) {
    while (followed_.empty()) co_await added_.wait();
    co_await look();
    pause.expires_after(interval_);
    co_await pause.async_wait(boost::asio::use_awaitable);
  }
}

runtime::Task<> FollowedAnswers::look() {
  std::erase_if(followed_, [](const auto& followed) { return followed.second.expired(); });
  std::vector<Known> all;
  for (const auto& [id, held] : followed_) {
    if (const auto answer = held.lock())
      all.push_back({id, answer->identity().account_id, answer->text().size()});
  }
  if (all.empty()) co_return;
  // A failure of the database: the next look may do better.
  auto news = co_await database_->read([all](store::Transaction& tx) { return read_news(tx, all); });
  if (!news) co_return;
  for (auto& [stored, balances] : *news) {
    const auto followed = followed_.find(stored.answer_id);
    const auto answer = followed == followed_.end() ? nullptr : followed->second.lock();
    if (!answer) continue;
    if (stored.ending) followed_.erase(followed);
    if (stored.text.size() > answer->text().size())
      answer->append(std::string_view(stored.text).substr(answer->text().size()));
    if (!stored.ending) continue;
    stored.ending->balances = balances;
    answer->end(std::move(*stored.ending));
  }
  changed_.notify();
}

}  // namespace tutor
