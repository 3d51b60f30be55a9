// The chat: connects the Socket.IO server's clients with the tutor.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <base/clock.h>
#include <runtime/notification.h>
#include <runtime/task.h>
#include <runtime/task_group.h>
#include <socketio/event.h>
#include <socketio/namespace.h>

#include <chat/rate_limiter.h>
#include <tutor/tutor.h>

namespace chat {

class Client;

// Who speaks on a socket: what the server's allow_request hook found for the session cookie. A socket without
// one may connect; what it asks is refused with kNotLoggedIn.
struct User {
  std::int64_t account_id = 0;
  std::string session_id;
  // Chat::ends_heard before the session was looked up; 0: not known.
  std::uint64_t ends_heard = 0;
};

struct ChatOptions {
  std::size_t message_length = 8'000;  // of a question, in UTF-16 units
  std::size_t messages_per_minute = 60;
  std::size_t asking_per_socket = 4'096;  // questions of one socket that wait to be accepted or refused
  // With chats on several loops: one number for all of them. It starts above 0.
  std::shared_ptr<std::atomic<std::uint64_t>> ends_heard = {};
};

// Whether a login session is still there; an error when that cannot be found out now.
using SessionCheck = std::function<runtime::Task<base::Result<bool>>(std::string session_id)>;

// Owned by the wiring. Everything is called on the loop of the Socket.IO server. Before it is destroyed
// `shut_down` must have been awaited and the Socket.IO server closed.
class Chat {
 public:
  // Serves the namespace, whose sockets' handshakes hold a `User` or nothing. A session may have ended since
  // the handshake: it is checked again for each socket, unless the handshake was just now and no end of any
  // session was heard of since. All references outlive this.
  Chat(runtime::Executor executor, socketio::Namespace& space, tutor::Tutor& tutor, const base::Clock& clock,
       SessionCheck session_lives, ChatOptions options);
  ~Chat();
  Chat(const Chat&) = delete;
  Chat& operator=(const Chat&) = delete;

  // The login session is over: its sockets are disconnected.
  void end_session(std::string_view session_id);
  // Sessions have ended whose ends will not be told by `end_session`. Their sockets are to be found among
  // those of `users` after this.
  void note_unheard_ends() { ++*options_.ends_heard; }

  // A number that changes with every end of a session that this is told of. Each end is told after it is
  // committed: if the number is still what it was before a session was found in the database, then either the
  // session lives, or its end will be told.
  [[nodiscard]] std::uint64_t ends_heard() const { return *options_.ends_heard; }

  // Tells every socket of the account, except `but`, what its balances are now.
  void tell_balances(std::int64_t account_id, const coins::Balances& balances, const Client* but = nullptr);

  // Tells every socket of the account that its list of conversations is to be read again.
  void tell_conversations(std::int64_t account_id);

  // Who has a socket now, once for each login session.
  [[nodiscard]] std::vector<User> users() const;

  // After the tutor has been shut down: waits until every question that came in is refused and, for at most
  // `time_to_read`, until the clients have taken what was sent to them.
  runtime::Task<> shut_down(std::chrono::milliseconds time_to_read);

 private:
  friend class Client;

  [[nodiscard]] bool was_looked_up_just_now(const socketio::Socket& socket, const User& user) const;
  runtime::Task<> admit(std::shared_ptr<socketio::Socket> socket, socketio::Namespace::Next next);
  void connect(const std::shared_ptr<socketio::Socket>& socket);
  void forget(Client& client);
  [[nodiscard]] bool all_have_read() const;
  runtime::Task<> stop_waiting_after(std::chrono::milliseconds time);
  void tell_refund(const tutor::AnswerIdentity& answer, const coins::Balances& balances);

  runtime::Task<> ask(std::shared_ptr<Client> client, socketio::Event event);
  // For one who asks too fast: only what was asked before.
  runtime::Task<base::Result<tutor::Accepted>> ask_again(tutor::NewQuestion question,
                                                         std::chrono::seconds wait);
  runtime::Task<> stop(std::shared_ptr<Client> client, socketio::Event event);
  runtime::Task<> resume(std::shared_ptr<Client> client, socketio::Event event);

  ChatOptions options_;
  tutor::Tutor* tutor_;
  SessionCheck session_lives_;
  const base::Clock* clock_;
  RateLimiter limiter_;
  std::unordered_map<std::int64_t, std::unordered_set<Client*>> clients_;  // of each account
  runtime::TaskGroup tasks_;
  runtime::TaskGroup waiting_;
  runtime::Notification drained_;  // some client can take more
  bool time_to_read_is_over_ = false;
};

}  // namespace chat
