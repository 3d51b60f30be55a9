// One request and its answer, on one connection.
#pragma once

#include <any>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <base/result.h>
#include <net/http.h>
#include <net/websocket.h>
#include <runtime/task.h>

namespace net {

class HttpServer;

inline constexpr base::ErrorCode kBodyTooLarge = "body_too_large";
inline constexpr base::ErrorCode kBodyTimeout = "body_timeout";
inline constexpr base::ErrorCode kConnectionLost = "connection_lost";
inline constexpr base::ErrorCode kBadHandshake = "bad_handshake";

// Owned by the connection, which gives it to the handler for as long as the handler's task runs. Everything
// is called on the connection's loop. The handler ends the exchange exactly once: respond, accept_websocket,
// drop or hand_over; if it returns without, the answer is a bare 500.
class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  virtual ~Exchange() = default;

  [[nodiscard]] virtual const Request& request() const = 0;

  // Reads the body, chunked or not, counting the bytes that arrive. Errors: kBodyTooLarge as soon as
  // `limit_bytes` is exceeded (the exchange can still be answered; the connection then closes), kBodyTimeout
  // when it dribbles in too slowly, kConnectionLost.
  virtual runtime::Task<base::Result<std::string>> read_body(std::size_t limit_bytes) = 0;

  // Called at most once, on the loop, when the peer goes away before the answer was given: while the handler
  // waits, the connection is watched. Must be set before the wait; never called after respond has been
  // called.
  virtual void on_peer_gone(std::function<void()> handler) = 0;

  // Writes the answer. Error: kConnectionLost.
  virtual runtime::Task<base::Result<>> respond(Response response) = 0;

  // Answers a WebSocket handshake; afterwards the socket is independent of the exchange. `extra` headers go
  // on the 101, which leaves together with what is written to the WebSocket in the same turn. Errors:
  // kConnectionLost, or kBadHandshake for one that RFC 6455 refuses (it has then been answered with 400, or
  // 426 for another version).
  virtual runtime::Task<base::Result<std::unique_ptr<WebSocket>>> accept_websocket(WebSocketOptions options,
                                                                                   Headers extra) = 0;

  // Writes `raw` (may be empty) as it is and closes the connection: for refusals that must look a certain
  // way.
  virtual runtime::Task<> drop(std::string raw) = 0;

  // What this handler has found out, for the handler that the request is left to; Request::note from now on.
  virtual void annotate(std::any note) = 0;

  // Leaves the request, and the connection with all that follows on it, to another server, most often on
  // another loop: its handler is called with the request when this one has returned. Nothing of the body may
  // have been read, and on_peer_gone not been called. The connection stays counted against the limits of the
  // server that accepted it. `to` is still there and its loop runs until both servers have been shut down.
  virtual void hand_over(HttpServer& to) = 0;
};

// A handler's exception is logged by the server and answered 500.
using Handler = std::function<runtime::Task<>(Exchange&)>;

}  // namespace net
