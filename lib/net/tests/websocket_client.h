// A WebSocket client that is not ours: Boost.Beast's, blocking, for use in the test's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

namespace net {

// A read that takes half a minute fails instead of hanging.
class WebSocketClient {
 public:
  using ErrorCode = boost::system::error_code;

  explicit WebSocketClient(std::uint16_t port, bool deflate = false);
  ~WebSocketClient();

  // The error of the handshake; the answer's headers can be asked for.
  ErrorCode handshake(const std::string& target = "/");
  [[nodiscard]] bool has_header(std::string_view name) const;
  [[nodiscard]] std::string header(std::string_view name) const;

  void send(std::string_view payload, bool binary = false);
  // Sends the payload in frames of that many bytes.
  void send_fragmented(std::string_view payload, std::size_t frame_bytes);
  // One frame of a text message.
  void send_fragment(std::string_view payload, bool final);
  void ping(std::string_view payload);
  // Bytes on the wire, past the WebSocket.
  void send_raw(std::string_view bytes);

  // The next message, or an empty one with `error` set.
  std::string read();
  [[nodiscard]] bool got_text() const;
  // That came while messages were read.
  std::vector<std::string> pongs;

  // Closes with 1000 and waits for the server.
  void close();
  // Of the server's close frame; 0: none has come, or it has none.
  [[nodiscard]] unsigned close_code() const;

  boost::asio::ip::tcp::socket& socket();

  ErrorCode error;

 private:
  struct Beast;
  std::unique_ptr<Beast> beast_;
};

}  // namespace net
