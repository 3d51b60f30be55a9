#include "websocket_student.h"

#include <cerrno>
#include <cstring>

#include "random.h"

namespace bench {

void WebSocketStudent::connect() {
  upgraded_ = false;
  message_.clear();
  if (!socket_.open(reactor_, *this, port_)) {
    lost("connect_failed", std::strerror(errno));
    return;
  }
  socket_.send(
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: " +
      cookie() + "\r\n\r\n");
}

void WebSocketStudent::on_ready() {
  if (!socket_.is_open()) return;
  socket_.send_waiting();
  const SocketState state =
      socket_.read(reactor_, [this](std::string_view bytes, std::uint64_t now) { return take(bytes, now); });
  if (state == SocketState::kClosed)
    lost("connection_lost", upgraded_ ? "in the WebSocket" : "before the upgrade");
}

std::size_t WebSocketStudent::take(std::string_view bytes, std::uint64_t now) {
  std::size_t used = 0;
  if (!upgraded_) {
    used = take_upgrade(bytes);
    if (!upgraded_) return used;
  }
  std::string_view rest = bytes.substr(used);
  Frame frame;
  while (socket_.is_open()) {
    const FrameState state = take_frame(rest, frame);
    if (state == FrameState::kIncomplete) break;
    if (state == FrameState::kInvalid) {
      lost("invalid_frame", "the server broke RFC 6455");
      break;
    }
    on_frame(frame, now);
  }
  return bytes.size() - rest.size();
}

std::size_t WebSocketStudent::take_upgrade(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101")) {
    lost("upgrade_refused", bytes);
    return bytes.size();
  }
  upgraded_ = true;
  return end + 4;
}

void WebSocketStudent::on_frame(const Frame& frame, std::uint64_t now) {
  switch (frame.opcode) {
    case Opcode::kText:
    case Opcode::kContinuation:
      if (frame.last && message_.empty()) {
        on_packet(frame.payload, now);
        return;
      }
      message_.append(frame.payload);
      if (frame.last) {
        const std::string message = std::move(message_);
        message_.clear();
        on_packet(message, now);
      }
      return;
    case Opcode::kPing: {
      std::string pong;
      append_frame(pong, Opcode::kPong, frame.payload, static_cast<std::uint32_t>(random_number()));
      socket_.send(pong);
      return;
    }
    case Opcode::kClose:
      lost("closed_by_server", "a close frame came");
      return;
    case Opcode::kBinary:
    case Opcode::kPong:
      return;
  }
}

void WebSocketStudent::send_packet(std::string_view packet) {
  std::string bytes;
  append_frame(bytes, Opcode::kText, packet, static_cast<std::uint32_t>(random_number()));
  socket_.send(bytes);
}

}  // namespace bench
