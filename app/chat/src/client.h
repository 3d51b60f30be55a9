// One socket of the chat: who it is, and what it reads.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include <base/error.h>
#include <socketio/event.h>
#include <socketio/socket.h>

#include <chat/answer_reader.h>
#include <chat/chat.h>
#include <chat/events.h>

namespace chat {

// Shared by the socket's handlers and the tasks that serve it. Used on the loop.
class Client final : public EventSink, public std::enable_shared_from_this<Client> {
 public:
  // The socket lives until `socket_left`.
  Client(socketio::Socket& socket, std::optional<User> user) : socket_(&socket), user_(std::move(user)) {}

  [[nodiscard]] const std::optional<User>& user() const { return user_; }
  // The login session has ended under a socket that is still there.
  void forget_user() { user_.reset(); }

  [[nodiscard]] bool writable() const override;
  void prefetch() const override;
  void send(const Piece& piece) override;
  void send(std::string_view event, std::string_view json) override;
  void disconnect();

  // Answers the event with the refusal, by its ack if it has one, and by `error`.
  void refuse(socketio::Event& event, const Refusal& refusal);

  // Sends the answer from `offset` on, and what follows; a former reading of the same answer ends.
  void read(std::shared_ptr<tutor::Answer> answer, std::size_t offset);
  [[nodiscard]] bool reads(std::string_view answer_id) const;
  // Whether all that was sent has been handed to the network.
  [[nodiscard]] bool has_read() const;
  // The socket can take more.
  void drain();
  // Nobody reads here any more. The answers run on.
  void stop_reading() { readers_.clear(); }
  // The socket has left, and may be gone after this: nothing is sent any more.
  void socket_left() { socket_ = nullptr; }

  std::size_t asking = 0;  // questions that wait to be accepted or refused

 private:
  void drop(const AnswerReader* reader);

  socketio::Socket* socket_;  // null: it has left
  std::optional<User> user_;
  std::vector<std::unique_ptr<AnswerReader>> readers_;
};

}  // namespace chat
