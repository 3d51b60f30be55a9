// Beast's WebSocket client, blocking, for use in the test's thread.
#pragma once

#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace net {

// A read that takes half a minute fails instead of hanging.
class WebSocketClient {
 public:
  using Stream = boost::beast::websocket::stream<boost::asio::ip::tcp::socket>;
  using ErrorCode = boost::system::error_code;

  explicit WebSocketClient(std::uint16_t port, bool deflate = false);

  // The error of the handshake; the answer's head is kept in `response`.
  ErrorCode handshake(const std::string& target = "/");
  void send(std::string_view payload, bool binary = false);
  // Sends the payload in frames of that many bytes.
  void send_fragmented(std::string_view payload, std::size_t frame_bytes);
  // The next message, or an empty one with `error` set.
  std::string read();
  // Bytes on the wire, past the WebSocket.
  void send_raw(std::string_view bytes);

  Stream& stream() { return stream_; }
  boost::asio::ip::tcp::socket& socket() { return stream_.next_layer(); }

  boost::beast::websocket::response_type response;
  ErrorCode error;

 private:
  boost::asio::io_context loop_;
  Stream stream_;
};

}  // namespace net
