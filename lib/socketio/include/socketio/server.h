// A Socket.IO server (protocol 5 over Engine.IO 4).
//
//   socketio::Server io(loop.get_executor(), {});
//   io.of("/").on_connection([](const std::shared_ptr<socketio::Socket>& socket) {
//     socket->on("hello", [](socketio::Event event) { event.ack({"world"}); });
//   });
//   router.handle_prefix(io.path(), io.handler());
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <engineio/server.h>
#include <net/exchange.h>
#include <runtime/task.h>
#include <socketio/namespace.h>
#include <socketio/options.h>
#include <socketio/socket.h>

namespace socketio {

// Owned by the program's wiring. The server, its namespaces and sockets live on the executor's loop, which
// must be the loop of the HTTP server that calls the handler: no locks, and what another thread has to say is
// posted there. Before it is destroyed `close` must have been awaited and the HTTP server shut down, or the
// loop must have stopped for good.
class Server {
 public:
  Server(const runtime::Executor& executor, Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The namespace of that name ("/" or "/something"), made on first use. Others cannot be joined.
  Namespace& of(std::string_view name);

  // To everyone in "/".
  template <class... T>
  void emit(std::string_view event, T&&... args) {
    of("/").emit(event, std::forward<T>(args)...);
  }

  // For net::Router::handle_prefix(path(), …). Refers to this server.
  [[nodiscard]] net::Handler handler();
  [[nodiscard]] const std::string& path() const;

  [[nodiscard]] engineio::Counts counts() const;

  // Ends every session with "server shutting down" and waits until they are gone. The clients are not told to
  // stay away: they come back when the next server listens.
  runtime::Task<> close();

 private:
  friend class Connection;
  friend class Namespace;
  friend class Socket;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace socketio
