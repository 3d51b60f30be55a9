// A student over a WebSocket.
#pragma once

#include <string>

#include "socket.h"
#include "socketio_student.h"
#include "websocket_frames.h"

namespace bench {

// Owned by the crowd. `reactor` outlives it.
class WebSocketStudent final : public SocketIoStudent, private SocketOwner {
 public:
  WebSocketStudent(Tally& tally, StudentListener& listener, std::string cookie, Reactor& reactor,
                   std::uint16_t port)
      : SocketIoStudent(tally, listener, std::move(cookie)), reactor_(reactor), port_(port) {}

  void close() override { socket_.close(); }

 private:
  void connect() override;
  void on_ready() override;
  void send_packet(std::string_view packet) override;
  void on_handshake(std::string_view) override {}
  std::size_t take(std::string_view bytes, std::uint64_t now);
  std::size_t take_upgrade(std::string_view bytes);
  void on_frame(const Frame& frame, std::uint64_t now);

  Reactor& reactor_;
  std::uint16_t port_;
  Socket socket_;
  bool upgraded_ = false;
  std::string message_;  // the beginning of a message that came in several frames
};

}  // namespace bench
