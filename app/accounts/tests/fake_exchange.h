// An exchange without a connection, for handlers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <net/exchange.h>

namespace accounts {

// An exchange whose request is given and whose answer is kept.
class FakeExchange final : public net::Exchange {
 public:
  FakeExchange(net::Request request, std::string body)
      : request_(std::move(request)), body_(std::move(body)) {}

  const net::Request& request() const override { return request_; }
  runtime::Task<base::Result<std::string>> read_body(std::size_t limit_bytes) override {
    if (body_.size() > limit_bytes) co_return base::fail(net::kBodyTooLarge, "The body is too large.");
    co_return body_;
  }
  void on_peer_gone(std::function<void()>) override {}
  runtime::Task<base::Result<>> respond(net::Response response) override {
    response_ = std::move(response);
    co_return base::Result<>();
  }
  runtime::Task<base::Result<std::unique_ptr<net::WebSocket>>> accept_websocket(net::WebSocketOptions,
                                                                                net::Headers) override {
    co_return base::fail(net::kConnectionLost, "This is no WebSocket.");
  }
  runtime::Task<> drop(std::string) override { co_return; }
  void annotate(std::any note) override { request_.note = std::move(note); }
  void hand_over(net::HttpServer&) override {}

  [[nodiscard]] const net::Response& response() const { return response_; }

 private:
  net::Request request_;
  std::string body_;
  net::Response response_;
};

}  // namespace accounts
