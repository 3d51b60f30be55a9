// A WebSocket handler that sends everything back.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <net/exchange.h>

namespace net {

// Sends every message back, before it looks at the next; "twice" comes back twice in one batch. Owned by its
// WebSocket, which it owns: until that ends.
class Echo final : public WebSocketListener {
 public:
  static void start(std::unique_ptr<WebSocket> socket) {
    const auto echo = std::make_shared<Echo>();
    echo->socket_ = std::move(socket);
    echo->socket_->start(echo);
  }

  void on_message(std::string_view payload, bool binary) override {
    std::vector<OutgoingMessage> answer;
    if (payload == "twice") answer.push_back({std::string(payload), binary});
    answer.push_back({std::string(payload), binary});
    // Clients here read an answer before they go on, so that a write has always ended by the next.
    (void)socket_->write(answer);
  }
  void on_written() override {}
  void on_end(const base::Error&) override {}

 private:
  std::unique_ptr<WebSocket> socket_;
};

inline runtime::Task<> echo(Exchange& exchange, WebSocketOptions options) {
  auto accepted = co_await exchange.accept_websocket(options, {{"X-Extra", "a\r\nInjected: b"}});
  if (accepted) Echo::start(std::move(*accepted));
}

inline Handler echo_with(WebSocketOptions options) {
  return [options](Exchange& exchange) { return echo(exchange, options); };
}

}  // namespace net
