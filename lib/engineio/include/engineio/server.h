// The Engine.IO server (protocol 4): answers the requests below its path, keeps the sessions.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <engineio/counts.h>
#include <engineio/deadlines.h>
#include <engineio/options.h>
#include <engineio/session.h>
#include <net/exchange.h>
#include <runtime/task.h>

namespace engineio {

// Owned by the program's wiring. Everything is called on the executor's loop, which must be the loop of the
// HTTP server that calls the handler. Before it is destroyed `shut_down` must have been awaited and the HTTP
// server shut down, or the loop must have stopped for good.
class Server {
 public:
  // Called for each new session; returns who listens to it.
  using SessionHandler = std::function<std::shared_ptr<SessionListener>(const std::shared_ptr<Session>&)>;

  Server(const runtime::Executor& executor, Options options, SessionHandler on_session);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // For net::Router::handle_prefix(options().path, …). Refers to this server.
  [[nodiscard]] net::Handler handler();

  // Ends every session at once with kServerShuttingDown, refuses new ones, and waits until no WebSocket is
  // left.
  runtime::Task<> shut_down();

  [[nodiscard]] const Options& options() const;
  [[nodiscard]] Counts counts() const;
  // One timer for all that waits on this loop.
  [[nodiscard]] Deadlines& deadlines();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace engineio
