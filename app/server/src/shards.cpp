#include "shards.h"

#include <any>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/dispatch.hpp>

#include <runtime/run_on.h>
#include <runtime/task_group.h>

#include "announcements.h"
#include "log_failure.h"

namespace server {
namespace {

constexpr std::string_view kPrefixes = "0123456789abcdefghijklmnopqrstuv";
static_assert(kPrefixes.size() == kMostLoops);

// Of a session's id. A single shard needs none.
std::string prefix_of(std::size_t index, std::size_t shards) {
  return shards == 1 ? std::string() : std::string(kPrefixes.substr(index, 1));
}

// The shard of a session; an id that is none's is answered by the first.
std::size_t index_in(std::string_view session_id, std::size_t shards) {
  const std::size_t index = kPrefixes.find(session_id.front());
  return index < shards ? index : 0;
}

runtime::Task<ShardCounts> counts_of(Shard& shard) {
  co_return shard.counts();
}

runtime::Task<> gather(Shard& shard, ShardCounts& sum) {
  const ShardCounts more = co_await runtime::run_on(shard.loop(), counts_of(shard));
  sum.http += more.http;
  sum.sockets += more.sockets;
  sum.tutor += more.tutor;
  sum.model_retries += more.model_retries;
}

runtime::Task<std::vector<chat::User>> users_of(Shard& shard) {
  co_return shard.chat().users();
}

}  // namespace

Shards::Shards(Shared shared, FrontDoor& door, std::vector<std::unique_ptr<tutor::TextJournal>> journals)
    : shared_(std::move(shared)), door_(&door) {
  journals.resize(door.loops());
  for (std::size_t i = 0; i < door.loops(); ++i) {
    shards_.push_back(std::make_unique<Shard>(shared_, door.loop(i).get_executor(), door.http(i),
                                              prefix_of(i, door.loops()), std::move(journals[i])));
  }
  add_routes();
}

Shards::~Shards() = default;

void Shards::add_routes() {
  const std::string& path = shards_.front()->path();
  if (shards_.size() == 1) {
    door_->router().handle_prefix(path, shards_.front()->handler());
    return;
  }
  door_->router().handle_prefix(path, [this](net::Exchange& exchange) { return serve_first(exchange); });
  for (std::size_t i = 1; i < shards_.size(); ++i) {
    door_->router(i).handle_prefix("/",
                                   [this, i](net::Exchange& exchange) { return serve_further(i, exchange); });
  }
}

// A request of a session goes to the session's shard, one that opens a session to its account's.
runtime::Task<> Shards::serve_first(net::Exchange& exchange) {
  const net::Request& request = exchange.request();
  const std::string session_id = net::query_value(request.query, "sid");
  std::size_t index = 0;
  if (!session_id.empty()) {
    index = index_in(session_id, shards_.size());
  } else if (request.method == "GET") {
    // Who is refused hears it from the first shard.
    if (auto admission = co_await shared_.admit(request)) {
      const auto* const user = std::any_cast<chat::User>(&admission->user);
      if (user != nullptr) index = index_of(user->account_id);
      exchange.annotate(std::move(*admission));
    }
  }
  if (index == 0) co_return co_await shards_.front()->handler()(exchange);
  exchange.hand_over(door_->http(index));
}

// What belongs elsewhere goes back: the connection is one that is used again.
runtime::Task<> Shards::serve_further(std::size_t index, net::Exchange& exchange) {
  const net::Request& request = exchange.request();
  const std::string session_id = net::query_value(request.query, "sid");
  const bool is_own =
      request.note.has_value() || (!session_id.empty() && index_in(session_id, shards_.size()) == index &&
                                   request.path.starts_with(shards_[index]->path()));
  if (is_own) co_return co_await shards_[index]->handler()(exchange);
  exchange.hand_over(door_->http());
}

std::size_t Shards::index_of(std::int64_t account_id) const {
  return static_cast<std::uint64_t>(account_id) % shards_.size();
}

void Shards::start() {
  for (const auto& shard : shards_) shard->start();
}

void Shards::end_session(std::string_view session_id) {
  for (const auto& shard : shards_) {
    boost::asio::dispatch(shard->loop(), [shard = shard.get(), id = std::string(session_id)] {
      shard->chat().end_session(id);
    });
  }
}

void Shards::tell_conversations(std::int64_t account_id) {
  Shard& shard = shard_of(account_id);
  boost::asio::dispatch(shard.loop(), [&shard, account_id] { shard.chat().tell_conversations(account_id); });
}

runtime::Task<std::vector<chat::User>> Shards::users() {
  std::vector<chat::User> all;
  for (const auto& shard : shards_) {
    const std::vector<chat::User> there = co_await runtime::run_on(shard->loop(), users_of(*shard));
    all.insert(all.end(), there.begin(), there.end());
  }
  co_return all;
}

runtime::Task<base::Result<>> Shards::stop_all(std::int64_t account_id) {
  Shard& shard = shard_of(account_id);
  return runtime::run_on(shard.loop(), shard.tutor().stop_all(account_id));
}

void Shards::drop(std::int64_t account_id) {
  Shard& shard = shard_of(account_id);
  boost::asio::dispatch(shard.loop(), [&shard, account_id] { shard.tutor().drop(account_id); });
}

void Shards::hear(const store::Announcement& announcement) {
  const std::optional<std::int64_t> account = account_of(announcement);
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (account && i != index_of(*account)) continue;
    Shard& shard = *shards_[i];
    boost::asio::dispatch(shard.loop(), [&shard, announcement] { shard.hear(announcement); });
  }
}

runtime::Task<ShardCounts> Shards::counts() {
  ShardCounts sum;
  for (const auto& shard : shards_) co_await gather(*shard, sum);
  co_return sum;
}

runtime::Task<> Shards::on_all(std::function<runtime::Task<>(Shard&)> what) {
  runtime::TaskGroup group(door_->loop().get_executor(), log_failure);
  for (const auto& shard : shards_) group.spawn("shard", runtime::run_on(shard->loop(), what(*shard)));
  co_await group.join();
}

runtime::Task<> Shards::end_answers(std::chrono::milliseconds grace) {
  return on_all([grace](Shard& shard) { return shard.end_answers(grace); });
}

runtime::Task<> Shards::end_hearing() {
  return on_all([](Shard& shard) { return shard.end_hearing(); });
}

runtime::Task<> Shards::end_sockets(std::chrono::milliseconds time_to_read) {
  return on_all([time_to_read](Shard& shard) { return shard.end_sockets(time_to_read); });
}

}  // namespace server
