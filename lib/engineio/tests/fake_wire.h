// Requests and WebSockets without a network: what a server would see of its clients.
#pragma once

#include <algorithm>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <net/exchange.h>
#include <net/websocket.h>
#include <runtime/notification.h>

namespace engineio {

// The client's end of a WebSocket. Shared by the test and the server's end.
class FakeWire {
 public:
  explicit FakeWire(boost::asio::io_context& loop) : loop_(loop), changed_(loop.get_executor()) {}

  // From the client.
  void send(std::string payload, bool binary = false) {
    incoming_.push_back({std::move(payload), binary});
    changed_.notify();
  }
  void lose(base::ErrorCode reason = net::kWebSocketClosed) {
    if (!lost_) lost_ = reason;
    changed_.notify();
  }
  // What has arrived since the last call.
  std::vector<std::string> take() { return std::exchange(outgoing_, {}); }
  // What the server keeps in memory for the write that has not ended.
  [[nodiscard]] const std::vector<net::OutgoingMessage>& in_flight() const { return in_flight_; }

  // While true, writes do not end: the client does not read.
  bool stalled = false;
  bool close_frame_seen = false;
  bool aborted = false;
  int writes = 0;

  // Ends the write that stalled.
  void finish_write() {
    written_ = !in_flight_.empty();
    in_flight_.clear();
    changed_.notify();
  }

 private:
  friend class FakeWebSocket;

  struct Message {
    std::string payload;
    bool binary;
  };

  static runtime::Task<> tell(std::shared_ptr<FakeWire> wire,
                              std::shared_ptr<net::WebSocketListener> listener) {
    while (true) {
      if (!wire->incoming_.empty()) {
        const Message message = std::move(wire->incoming_.front());
        wire->incoming_.pop_front();
        listener->on_message(message.payload, message.binary);
      } else if (wire->lost_) {
        listener->on_end({*wire->lost_, "The client has gone."});
        co_return;
      } else if (std::exchange(wire->written_, false)) {
        listener->on_written();
      } else {
        co_await wire->changed_.wait();
      }
    }
  }

  boost::asio::io_context& loop_;
  runtime::Notification changed_;
  std::deque<Message> incoming_;
  std::vector<std::string> outgoing_;
  std::vector<net::OutgoingMessage> in_flight_;
  std::optional<base::ErrorCode> lost_;
  bool written_ = false;
};

class FakeWebSocket final : public net::WebSocket {
 public:
  explicit FakeWebSocket(std::shared_ptr<FakeWire> wire) : wire_(std::move(wire)) {}

  void start(std::shared_ptr<net::WebSocketListener> listener) override {
    boost::asio::co_spawn(wire_->loop_, FakeWire::tell(wire_, std::move(listener)), boost::asio::detached);
  }

  bool write(std::span<net::OutgoingMessage> messages) override {
    ++wire_->writes;
    for (const auto& message : messages) wire_->outgoing_.emplace_back(message.payload.view());
    if (wire_->stalled) std::ranges::move(messages, std::back_inserter(wire_->in_flight_));
    return !wire_->stalled && !wire_->lost_;
  }

  void close(int) override {
    wire_->close_frame_seen = true;
    wire_->lose();
  }

  void abort() override {
    wire_->aborted = true;
    wire_->lose();
  }

 private:
  std::shared_ptr<FakeWire> wire_;
};

// One request. Outlives its handler's task.
class FakeExchange final : public net::Exchange {
 public:
  FakeExchange(boost::asio::io_context& loop, std::string method, std::string target)
      : wire(std::make_shared<FakeWire>(loop)), body_changed_(loop.get_executor()) {
    const std::size_t question = target.find('?');
    request_.method = std::move(method);
    request_.path = target.substr(0, question);
    request_.query = question == std::string::npos ? "" : target.substr(question + 1);
    request_.target = std::move(target);
    request_.headers.add("Host", "lab.example");
    request_.remote_address = "192.0.2.1";
  }

  net::Request& edit() { return request_; }
  std::string body;
  bool body_is_late = false;  // until it has arrived, or the exchange is dropped
  bool loses_answer = false;

  void finish_body() {
    body_is_late = false;
    body_changed_.notify();
  }

  // How the exchange ended.
  std::optional<net::Response> answer;
  std::optional<std::string> dropped;
  const std::shared_ptr<FakeWire> wire;
  bool upgraded = false;
  net::WebSocketOptions socket_options;  // when it was
  net::Headers handshake_headers;

  void leave() {
    if (on_gone_) std::exchange(on_gone_, nullptr)();
  }

  const net::Request& request() const override { return request_; }
  runtime::Task<base::Result<std::string>> read_body(std::size_t limit) override {
    while (body_is_late && !dropped) co_await body_changed_.wait();
    if (dropped) co_return base::fail(net::kConnectionLost, "dropped");
    if (body.size() > limit) co_return base::fail(net::kBodyTooLarge, "too large");
    co_return body;
  }
  void on_peer_gone(std::function<void()> handler) override { on_gone_ = std::move(handler); }
  runtime::Task<base::Result<>> respond(net::Response response) override {
    on_gone_ = nullptr;
    if (dropped) co_return base::fail(net::kConnectionLost, "dropped");
    answer = std::move(response);
    if (loses_answer) co_return base::fail(net::kConnectionLost, "lost");
    co_return base::Result<>();
  }
  runtime::Task<base::Result<std::unique_ptr<net::WebSocket>>> accept_websocket(net::WebSocketOptions options,
                                                                                net::Headers extra) override {
    upgraded = true;
    socket_options = options;
    handshake_headers = std::move(extra);
    co_return std::make_unique<FakeWebSocket>(wire);
  }
  runtime::Task<> drop(std::string raw) override {
    if (!dropped) dropped = std::move(raw);
    body_changed_.notify();
    co_return;
  }
  void annotate(std::any note) override { request_.note = std::move(note); }
  void hand_over(net::HttpServer& /*to*/) override {}

 private:
  net::Request request_;
  std::function<void()> on_gone_;
  runtime::Notification body_changed_;
};

}  // namespace engineio
