// A Socket.IO server (protocol 5 over Engine.IO 4).
//
//   socketio::Server io(loop.get_executor());
//   io.on_connection([](const std::shared_ptr<socketio::Socket>& socket) {
//     socket->on("hello", [](socketio::Event event) { event.ack("world"); });
//   });
//   const auto port = io.listen("127.0.0.1", 3000);
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <base/result.h>
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
// posted there. Before it is destroyed `close` must have been awaited and the HTTP server that uses the
// handler shut down, or the loop must have stopped for good.
class Server {
 public:
  // Throws std::runtime_error when the options name a folder for the client that has none.
  explicit Server(const runtime::Executor& executor, Options options = {});
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

  // Of the namespace "/".
  void use(Namespace::Middleware middleware) { of("/").use(std::move(middleware)); }
  void on_connection(Namespace::ConnectionHandler handler) { of("/").on_connection(std::move(handler)); }
  template <class... T>
  void emit(std::string_view event, T&&... args) {
    of("/").emit(event, std::forward<T>(args)...);
  }
  [[nodiscard]] Broadcast to(std::string room) { return of("/").to(std::move(room)); }
  [[nodiscard]] Broadcast to(std::initializer_list<std::string> rooms) { return of("/").to(rooms); }
  [[nodiscard]] Broadcast except(std::string room) { return of("/").except(std::move(room)); }
  [[nodiscard]] Broadcast everyone() { return of("/").everyone(); }

  // Listens with an HTTP server of its own (Options::http), for programs that have none. Port 0 takes a free
  // one; returns the port. What is not below `path` goes to `others`, such as a net::Router, or is answered
  // 404. More calls listen on more addresses; `others` is the first one's. Error: net::kListenFailed.
  [[nodiscard]] base::Result<std::uint16_t> listen(const std::string& host, std::uint16_t port,
                                                   net::Handler others = nullptr);

  // For programs with an HTTP server on the same loop: net::Router::handle_prefix(path(), …). Refers to this
  // server.
  [[nodiscard]] net::Handler handler();
  [[nodiscard]] const std::string& path() const;

  [[nodiscard]] engineio::Counts counts() const;
  // Sockets that are kept for clients who may come back; see RecoveryOptions.
  [[nodiscard]] std::size_t away() const;

  // Ends every session with "server shutting down" and waits until they are gone, and so with what `listen`
  // made. The clients are not told to stay away: they come back when the next server listens.
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
