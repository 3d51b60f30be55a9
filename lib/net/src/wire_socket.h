// The stream that Beast's WebSocket writes to: a TCP socket that can hold small frames back, so that a batch
// of messages leaves in one system call.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/buffers_cat.hpp>
#include <boost/beast/websocket/teardown.hpp>

namespace net {

// Owned by a Beast stream. Fulfils Beast's AsyncStream for one reader and one writer at a time; whatever is
// written leaves in the order of the calls.
class WireSocket {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using ErrorCode = boost::system::error_code;
  using executor_type = Socket::executor_type;
  using next_layer_type = Socket;

  // `early` has been received already and is read first. `on_teardown` is told when Beast begins to wait for
  // the peer to close.
  template <class TeardownHandler>
  WireSocket(Socket socket, std::string early, TeardownHandler on_teardown)
      : socket_(std::move(socket)), early_(std::move(early)), on_teardown_(std::move(on_teardown)) {}

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& next_layer() { return socket_; }
  const Socket& next_layer() const { return socket_; }

  // While held, small writes are collected; the first one after, or a large one, takes them along. Who holds
  // must write once more after letting go.
  void hold(bool held) { holding_ = held; }

  // Takes what was held back, for a caller that sends it himself.
  [[nodiscard]] std::string take_held() { return std::exchange(held_, {}); }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          if (early_.empty()) {
            socket_.async_read_some(into, std::move(handler));
            return;
          }
          const std::size_t copied = boost::asio::buffer_copy(into, boost::asio::buffer(early_));
          early_.erase(0, copied);
          if (early_.empty()) early_.shrink_to_fit();
          complete_later(std::move(handler), copied);
        },
        token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          const std::size_t bytes = boost::asio::buffer_size(from);
          if (holding_ && bytes <= kHeldWriteBytes && held_.size() <= kHeldBytes) {
            const std::size_t before = held_.size();
            held_.resize(before + bytes);
            boost::asio::buffer_copy(boost::asio::buffer(held_.data() + before, bytes), from);
            complete_later(std::move(handler), bytes);
          } else if (held_.empty()) {
            socket_.async_write_some(from, std::move(handler));
          } else {
            boost::asio::async_write(
                socket_,
                boost::beast::buffers_cat(boost::asio::const_buffer(boost::asio::buffer(held_)), from),
                [this, handler = std::move(handler), bytes](const ErrorCode& error, std::size_t) mutable {
                  held_ = std::string();
                  std::move(handler)(error, error ? 0 : bytes);
                });
          }
        },
        token, buffers);
  }

  // Beast's customization point for the end of a connection.
  template <class Handler>
  friend void async_teardown(boost::beast::role_type role, WireSocket& wire, Handler&& handler) {
    wire.on_teardown_();
    using boost::beast::websocket::async_teardown;
    async_teardown(role, wire.socket_, std::forward<Handler>(handler));
  }

 private:
  static constexpr std::size_t kHeldWriteBytes = 16'384;
  static constexpr std::size_t kHeldBytes = 65'536;

  template <class Handler>
  void complete_later(Handler handler, std::size_t bytes) {
    boost::asio::post(socket_.get_executor(),
                      boost::beast::bind_front_handler(std::move(handler), ErrorCode(), bytes));
  }

  Socket socket_;
  std::string early_;
  std::string held_;
  std::move_only_function<void()> on_teardown_;
  bool holding_ = false;
};

}  // namespace net
