// One WebSocket of a session: the session's transport, or a candidate for it.
#pragma once

#include <memory>
#include <vector>

#include <engineio/frame.h>
#include <net/websocket.h>
#include <runtime/task.h>

namespace engineio {

class LiveSession;

// Owned by its reading task and by the write in flight, as net::WebSocket asks; the session holds it while it
// uses it, and may be gone first.
class WebSocketLink : public std::enable_shared_from_this<WebSocketLink> {
 public:
  WebSocketLink(std::unique_ptr<net::WebSocket> socket, std::weak_ptr<LiveSession> session)
      : socket_(std::move(socket)), session_(std::move(session)) {}

  // One write at a time; the session is told when it is done.
  void write(std::vector<Frame> frames);
  void close() { socket_->close(); }
  void abort() { socket_->abort(); }

  // Reads until the WebSocket ends, and tells the session what comes.
  static runtime::Task<> read_all(std::shared_ptr<WebSocketLink> link);

 private:
  const std::unique_ptr<net::WebSocket> socket_;
  const std::weak_ptr<LiveSession> session_;
};

}  // namespace engineio
