// A TCP client that sends exactly the bytes it is told to.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace net {

struct RawResponse {
  int status = 0;
  std::string head;  // with the status line, without the empty line
  std::string body;

  [[nodiscard]] bool has(std::string_view line) const {
    return (head + "\r\n").find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  }
};

// Blocking, for use in the test's thread. A read that takes half a minute fails instead of hanging.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(loop_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    const timeval limit{.tv_sec = 30, .tv_usec = 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    socket_.set_option(boost::asio::ip::tcp::no_delay(true));
  }

  // Whether the server still took it.
  bool send(std::string_view bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }

  // The next response; status 0 if the connection ends first. To HEAD there is no body.
  RawResponse read_response(bool to_head = false) {
    std::size_t end = std::string::npos;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
      if (!receive()) return {};
    RawResponse response;
    response.head = received_.substr(0, end);
    received_.erase(0, end + 4);
    std::from_chars(response.head.data() + 9, response.head.data() + 12, response.status);
    const std::string_view name = "Content-Length: ";
    std::size_t length = 0;
    if (const std::size_t at = response.head.find(name); at != std::string::npos) {
      const char* const digits = response.head.data() + at + name.size();
      std::from_chars(digits, response.head.data() + response.head.size(), length);
    }
    if (to_head) return response;
    while (received_.size() < length)
      if (!receive()) return {};
    response.body = received_.substr(0, length);
    received_.erase(0, length);
    return response;
  }

  RawResponse ask(std::string_view request) {
    EXPECT_TRUE(send(request));
    return read_response();
  }

  // Everything until the server closes, by FIN or reset.
  std::string read_to_end() {
    while (receive()) {
    }
    EXPECT_TRUE(ended_) << "the server did not close the connection";
    return std::exchange(received_, {});
  }

  [[nodiscard]] std::string_view unread() const { return received_; }

  void half_close() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }
  void close() { socket_.close(); }
  void reset() {
    socket_.set_option(boost::asio::socket_base::linger(true, 0));
    socket_.close();
  }
  boost::asio::ip::tcp::socket& socket() { return socket_; }

 private:
  bool receive() {
    char bytes[16384];
    const ssize_t count = ::recv(socket_.native_handle(), bytes, sizeof bytes, 0);
    if (count > 0) received_.append(bytes, static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno == ECONNRESET)) ended_ = true;
    return count > 0;
  }

  boost::asio::io_context loop_;
  boost::asio::ip::tcp::socket socket_;
  std::string received_;
  bool ended_ = false;
};

}  // namespace net
