// The HTTP/1.1 server: accepts connections, enforces limits, hands each request to one handler.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <base/result.h>
#include <net/exchange.h>
#include <runtime/task.h>

namespace net {

// listen: the address is in use, not this machine's, or not allowed; the message says which and what to do.
inline constexpr base::ErrorCode kListenFailed = "listen_failed";

struct HttpServerOptions {
  std::size_t max_header_bytes = 16'384;
  std::size_t max_connections = 20'000;              // further ones are closed as they come
  std::size_t max_connections_per_address = 10'000;  // a class behind one address is normal
  std::chrono::milliseconds header_timeout{
      10'000};  // from the first byte of a request to the end of its headers
  std::chrono::milliseconds body_timeout{30'000};           // for a whole body
  std::chrono::milliseconds first_request_timeout{20'000};  // from the connection to its first byte
  std::chrono::milliseconds idle_timeout{75'000};           // between requests on a kept connection
  std::chrono::milliseconds write_timeout{30'000};          // for one answer to be taken
};

struct HttpServerCounts {
  std::size_t connections = 0;            // that were accepted here and are open, WebSockets among them
  std::uint64_t accepted = 0;             // ever
  std::uint64_t refused_connections = 0;  // over the limit in all
  std::uint64_t refused_per_address = 0;  // over the limit of their address
  std::uint64_t unused_connections = 0;   // closed because no request came
  std::uint64_t requests = 0;
  // Requests that dribbled in, and answers that were not taken in time.
  std::uint64_t late_heads = 0;
  std::uint64_t late_bodies = 0;
  std::uint64_t late_readers = 0;
  // Requests answered by the server itself: with 400 or 501, with 414 or 431; and bodies over their handler's
  // limit.
  std::uint64_t malformed_requests = 0;
  std::uint64_t oversized_heads = 0;
  std::uint64_t oversized_bodies = 0;
  // WebSockets that ended because of what the peer sent: a message over the limit; what RFC 6455 forbids; too
  // many control frames.
  std::uint64_t oversized_messages = 0;
  std::uint64_t websocket_violations = 0;
  std::uint64_t control_floods = 0;
};

// What the servers of several loops have counted together.
HttpServerCounts& operator+=(HttpServerCounts& sum, const HttpServerCounts& more);

struct ServerContext;

// Owned by the program's wiring. Everything is called on the executor's loop. Before it is destroyed
// `shut_down` must have been awaited, or the loop must have stopped for good.
//
// A program with several loops has a server on each. One listens; connections get to the others by
// Exchange::hand_over. The others are shut down first.
class HttpServer {
 public:
  using LogHandler = std::function<void(std::string_view message)>;

  HttpServer(runtime::Executor executor, HttpServerOptions options, Handler handler, LogHandler log);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Binds and starts to accept. Port 0 takes a free one. Returns the port. Error: kListenFailed.
  [[nodiscard]] base::Result<std::uint16_t> listen(const std::string& host, std::uint16_t port);

  // No new connections; kept ones close after the request they are in.
  void stop_accepting();

  // Closes what is left and waits until nothing runs any more.
  runtime::Task<> shut_down();

  [[nodiscard]] HttpServerCounts counts() const;

 private:
  friend class HttpConnection;
  class Impl;
  [[nodiscard]] const std::shared_ptr<ServerContext>& context() const;
  std::unique_ptr<Impl> impl_;
};

}  // namespace net
