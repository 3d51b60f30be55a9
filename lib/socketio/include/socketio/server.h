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
#include <socketio/parent_namespace.h>
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

  // The namespace of that name ("/" or "/something"), made on first use; it stays to the end.
  Namespace& of(std::string_view name);
  // Namespaces made when a client asks for them, if the predicate lets it in. Asked for names that `of` has
  // not made, at each join, in the order of these calls; names of over 256 bytes are refused unasked.
  ParentNamespace& of(ParentNamespace::Predicate predicate);
  // The namespace of that name if it is there: unlike `of`, for names that come from clients.
  [[nodiscard]] std::shared_ptr<Namespace> find(std::string_view name) const;

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
  friend class Broadcast;
  friend class Connection;
  friend class Namespace;
  friend class Socket;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace socketio
