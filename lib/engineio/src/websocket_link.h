// One WebSocket of a session: the session's transport, or a candidate for it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <engineio/frame.h>
#include <net/websocket.h>

namespace engineio {

class LiveSession;

// Counts the WebSockets that have not ended. Outlives them, unless the loop has stopped for good.
class WebSocketLinks {
 public:
  WebSocketLinks() = default;
  WebSocketLinks(const WebSocketLinks&) = delete;
  WebSocketLinks& operator=(const WebSocketLinks&) = delete;
  virtual ~WebSocketLinks() = default;

  virtual void link_opened() = 0;
  virtual void link_ended() = 0;
};

// Owned by its WebSocket until that has ended, and by the session that uses it, which may be gone first.
class WebSocketLink final : public net::WebSocketListener {
 public:
  // Starts to read: from now on the session is told what comes.
  static std::shared_ptr<WebSocketLink> open(std::unique_ptr<net::WebSocket> socket,
                                             std::weak_ptr<LiveSession> session, WebSocketLinks& links);

  WebSocketLink(std::unique_ptr<net::WebSocket> socket, std::weak_ptr<LiveSession> session,
                WebSocketLinks& links)
      : socket_(std::move(socket)), session_(std::move(session)), links_(links) {}

  // As net::WebSocket::write; the session is told when what is left has been written.
  [[nodiscard]] bool write(std::vector<Frame> frames);
  void prefetch() const { socket_->prefetch(); }
  void close() { socket_->close(); }
  void abort() { socket_->abort(); }

  void on_message(std::string_view payload, bool binary) override;
  void on_written() override;
  void on_end(const base::Error& reason) override;

 private:
  const std::unique_ptr<net::WebSocket> socket_;
  const std::weak_ptr<LiveSession> session_;
  WebSocketLinks& links_;
};

}  // namespace engineio
