// A server's application whose handlers do what handlers do, and which knows what it has sent.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include <socketio/server.h>

#include "numbered_events.h"

namespace fuzz {

// Outlives the server's handlers.
class Application {
 public:
  // `dynamic`: "/n" is made when the first client joins it, and goes with the last.
  Application(socketio::Server& io, bool dynamic);

  // What the application does of itself, by a letter: events to one, to a room, to everyone; questions.
  void act(char what);
  // Lets in or turns away who waits at a middleware.
  void decide(bool admit);

  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  // Whoever was asked has answered, or the question was given up, each exactly once.
  [[nodiscard]] bool all_answered() const;
  // Of a client, or of a namespace that was made for it.
  [[nodiscard]] bool anything_left() const;
  [[nodiscard]] std::size_t sockets() const;

 private:
  using SocketPtr = std::shared_ptr<socketio::Socket>;

  static void guard(const SocketPtr& socket, std::vector<socketio::Namespace::Next>& waiting,
                    socketio::Namespace::Next next);
  void serve(const SocketPtr& socket);
  void tick(socketio::Socket& socket, bool with_bytes);
  void broadcast(socketio::Namespace& nsp, const socketio::Socket* sender, bool to_room);
  void ask(socketio::Socket& socket);
  [[nodiscard]] std::shared_ptr<int> question();

  socketio::Server& io_;
  const bool dynamic_;
  Ledger ledger_;
  int last_number_ = 0;
  int drains_left_ = 100;                      // a drained socket that is written to is drained again
  std::vector<std::shared_ptr<int>> answers_;  // to each question, how many
  std::vector<socketio::Namespace::Next> waiting_;
};

}  // namespace fuzz
