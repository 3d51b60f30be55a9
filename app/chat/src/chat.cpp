#include <algorithm>
#include <any>
#include <utility>

#include <base/ids.h>
#include <runtime/log.h>

#include <chat/chat.h>
#include <chat/codes.h>
#include <chat/events.h>
#include <chat/message.h>

#include "client.h"

namespace chat {
namespace {

// A session can also expire, which nobody tells: what was known of it holds for so long.
constexpr std::chrono::seconds kJustNow{60};

const base::Error kLogInFirst{kNotLoggedIn,
                              "You are not logged in. Log in and ask again; nothing was charged."};

void log_failure(std::string_view task, const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError,
                 std::string("chat: ").append(task).append(": ").append(error.what()));
  }
}

// Null for one who is not logged in.
const User* user_of(const socketio::Socket& socket) {
  return std::any_cast<User>(&socket.handshake().user);
}

}  // namespace

Chat::Chat(runtime::Executor executor, socketio::Namespace& space, tutor::Tutor& tutor,
           const base::Clock& clock, SessionCheck session_lives, ChatOptions options)
    : options_(std::move(options)),
      tutor_(&tutor),
      session_lives_(std::move(session_lives)),
      clock_(&clock),
      limiter_(clock, options_.messages_per_minute),
      tasks_(executor, log_failure),
      waiting_(executor, log_failure),
      drained_(executor) {
  if (!options_.ends_heard) options_.ends_heard = std::make_shared<std::atomic<std::uint64_t>>(1);
  space.use([this](const std::shared_ptr<socketio::Socket>& socket, socketio::Namespace::Next next) {
    const User* const user = user_of(*socket);
    if (user == nullptr || was_looked_up_just_now(*socket, *user)) return next();
    tasks_.spawn("admit", admit(socket, std::move(next)));
  });
  space.on_connection([this](const std::shared_ptr<socketio::Socket>& socket) { connect(socket); });
  tutor.on_refund([this](const tutor::AnswerIdentity& answer, const coins::Balances& balances) {
    tell_refund(answer, balances);
  });
}

Chat::~Chat() = default;

// An end that has not been told yet will find the socket among the clients.
bool Chat::was_looked_up_just_now(const socketio::Socket& socket, const User& user) const {
  return user.ends_heard == ends_heard() && clock_->system_now() - socket.handshake().time < kJustNow;
}

runtime::Task<> Chat::admit(std::shared_ptr<socketio::Socket> socket, socketio::Namespace::Next next) {
  const std::string session_id = user_of(*socket)->session_id;
  while (true) {
    const std::uint64_t heard_before = ends_heard();
    const auto lives = co_await session_lives_(session_id);
    if (!lives) {
      co_return next(
          socketio::ConnectError{"The server cannot check your session just now; connect again in a moment.",
                                 {{"code", tutor::kBusy.name()}}});
    }
    if (!*lives) {
      co_return next(
          socketio::ConnectError{"Your session has ended. Log in again.", {{"code", kNotLoggedIn.name()}}});
    }
    // One that ended during the look was not among the clients yet: look again.
    if (ends_heard() == heard_before) co_return next();
  }
}

void Chat::connect(const std::shared_ptr<socketio::Socket>& socket) {
  const User* const user = user_of(*socket);
  const auto client =
      std::make_shared<Client>(*socket, user == nullptr ? std::nullopt : std::optional(*user));
  if (client->user()) clients_[client->user()->account_id].insert(client.get());

  socket->on("message",
             [this, client](socketio::Event event) { tasks_.spawn("ask", ask(client, std::move(event))); });
  socket->on("stop",
             [this, client](socketio::Event event) { tasks_.spawn("stop", stop(client, std::move(event))); });
  socket->on("resume", [this, client](socketio::Event event) {
    tasks_.spawn("resume", resume(client, std::move(event)));
  });
  socket->on_drain([this, client] {
    client->drain();
    drained_.notify();
  });
  socket->on_disconnect([this, client](socketio::DisconnectReason) {
    client->socket_left();
    forget(*client);
  });
}

void Chat::forget(Client& client) {
  client.stop_reading();
  drained_.notify();
  if (!client.user()) return;
  const auto of_account = clients_.find(client.user()->account_id);
  if (of_account == clients_.end()) return;
  of_account->second.erase(&client);
  if (of_account->second.empty()) clients_.erase(of_account);
}

void Chat::end_session(std::string_view session_id) {
  ++*options_.ends_heard;
  std::vector<std::shared_ptr<Client>> ended;
  for (const auto& [account, clients] : clients_) {
    for (Client* client : clients) {
      if (client->user()->session_id == session_id) ended.push_back(client->shared_from_this());
    }
  }
  for (const auto& client : ended) {
    forget(*client);
    client->forget_user();
    client->disconnect();
  }
}

void Chat::tell_balances(std::int64_t account_id, const coins::Balances& balances, const Client* but) {
  const auto of_account = clients_.find(account_id);
  if (of_account == clients_.end()) return;
  const std::string json = boost::json::serialize(balance_json(balances));
  for (Client* client : of_account->second) {
    if (client != but) client->send("balance", json);
  }
}

void Chat::tell_conversations(std::int64_t account_id) {
  const auto of_account = clients_.find(account_id);
  if (of_account == clients_.end()) return;
  for (Client* client : of_account->second) client->send("conversations", R"({"type":"conversations"})");
}

std::vector<User> Chat::users() const {
  std::vector<User> users;
  std::unordered_set<std::string_view> sessions;
  for (const auto& [account, clients] : clients_) {
    for (const Client* client : clients) {
      if (sessions.insert(client->user()->session_id).second) users.push_back(*client->user());
    }
  }
  return users;
}

void Chat::tell_refund(const tutor::AnswerIdentity& answer, const coins::Balances& balances) {
  // Those that read the answer learn it from its ending.
  const std::string json = boost::json::serialize(balance_json(balances));
  const auto of_account = clients_.find(answer.account_id);
  if (of_account == clients_.end()) return;
  for (Client* client : of_account->second) {
    if (!client->reads(answer.answer_id)) client->send("balance", json);
  }
}

runtime::Task<> Chat::ask(std::shared_ptr<Client> client, socketio::Event event) {
  const std::optional<std::string> id = message_id(event.args);
  if (!client->user()) co_return client->refuse(event, {kLogInFirst, id});
  auto message = parse_message(event.args, event.had_lone_surrogate, options_.message_length);
  if (!message) co_return client->refuse(event, {message.error(), id});
  const User user = *client->user();
  if (client->asking >= options_.asking_per_socket) {
    co_return client->refuse(event, {{tutor::kBusy,
                                      "Too many questions at once. Nothing was charged; ask again when some "
                                      "have been answered."},
                                     id});
  }
  const auto wait = limiter_.take(user.account_id);
  const coins::Tier tier = message->tier;
  tutor::NewQuestion question{.id = message->id ? std::move(*message->id) : base::time_ordered_uuid(),
                              .account_id = user.account_id,
                              .conversation_id = std::move(message->conversation_id),
                              .tier = tier,
                              .content = std::move(message->content)};
  ++client->asking;
  auto accepted =
      wait ? co_await ask_again(std::move(question), *wait) : co_await tutor_->ask(std::move(question));
  --client->asking;
  if (!accepted) {
    const bool too_fast = accepted.error().code == kRateLimited;
    co_return client->refuse(event, {refusal_of(accepted.error(), tier), id, too_fast ? wait : std::nullopt});
  }
  // Only new questions count against the limit.
  if (accepted->repeated && !wait) limiter_.give_back(user.account_id);
  event.ack({accepted_json(*accepted->answer, accepted->balances)});
  if (!accepted->repeated) tell_balances(user.account_id, accepted->balances, client.get());
  // A socket that reads this answer already goes on where it is.
  if (!client->reads(accepted->answer->identity().answer_id)) client->read(accepted->answer, 0);
}

runtime::Task<base::Result<tutor::Accepted>> Chat::ask_again(tutor::NewQuestion question,
                                                             std::chrono::seconds wait) {
  auto again = co_await tutor_->ask_again(std::move(question));
  if (!again) co_return base::fail(again.error());
  if (*again) co_return std::move(**again);
  co_return base::fail(kRateLimited,
                       "You are asking faster than this server allows. Nothing was charged; try again in " +
                           std::to_string(wait.count()) + " s.");
}

runtime::Task<> Chat::stop(std::shared_ptr<Client> client, socketio::Event event) {
  if (!client->user()) co_return client->refuse(event, {kLogInFirst});
  auto answer_id = parse_stop(event.args);
  if (!answer_id) co_return client->refuse(event, {answer_id.error()});
  const auto stopped = co_await tutor_->stop(client->user()->account_id, std::move(*answer_id));
  if (!stopped) co_return client->refuse(event, {refusal_of(stopped.error(), coins::Tier::kCopper)});
  event.ack({boost::json::object{{"ok", true}}});
}

runtime::Task<> Chat::resume(std::shared_ptr<Client> client, socketio::Event event) {
  if (!client->user()) co_return client->refuse(event, {kLogInFirst});
  auto position = parse_resume(event.args);
  if (!position) co_return client->refuse(event, {position.error()});
  auto answer = co_await tutor_->find(client->user()->account_id, position->answer_id, position->offset);
  if (!answer) co_return client->refuse(event, {refusal_of(answer.error(), coins::Tier::kCopper)});
  // Of an interrupted answer the reader may have more than this server knows: another one showed it.
  const auto& ending = (*answer)->ending();
  const bool interrupted = ending && ending->reason == tutor::kInterrupted.name();
  if (position->offset > (*answer)->utf16_length() && !interrupted) {
    co_return client->refuse(event, {{tutor::kInvalidMessage, "\"offset\" is past the end: the answer has " +
                                                                  std::to_string((*answer)->utf16_length()) +
                                                                  " UTF-16 units so far. Resume from 0."}});
  }
  event.ack({boost::json::object{{"ok", true}, {"length", (*answer)->utf16_length()}}});
  client->read(std::move(*answer), position->offset);
}

bool Chat::all_have_read() const {
  return std::ranges::all_of(clients_, [](const auto& of_account) {
    return std::ranges::all_of(of_account.second, [](const Client* client) { return client->has_read(); });
  });
}

runtime::Task<> Chat::stop_waiting_after(std::chrono::milliseconds time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
  time_to_read_is_over_ = true;
  drained_.notify();
}

runtime::Task<> Chat::shut_down(std::chrono::milliseconds time_to_read) {
  co_await tasks_.join();
  waiting_.spawn("time to read", stop_waiting_after(time_to_read));
  while (!all_have_read() && !time_to_read_is_over_) co_await drained_.wait();
  waiting_.cancel();
  co_await waiting_.join();
}

}  // namespace chat
