// An exchange without a connection: keeps the answer.
#pragma once

#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>

#include <net/exchange.h>
#include <runtime/run_task.h>

namespace net {

class FakeExchange final : public Exchange {
 public:
  explicit FakeExchange(Request asked) : request_(std::move(asked)) {}

  [[nodiscard]] const Request& request() const override { return request_; }
  runtime::Task<base::Result<std::string>> read_body(std::size_t /*limit_bytes*/) override {
    co_return std::string();
  }
  void on_peer_gone(std::function<void()> /*handler*/) override {}
  runtime::Task<base::Result<>> respond(Response given) override {
    response = std::move(given);
    co_return base::Result<>();
  }
  runtime::Task<base::Result<std::unique_ptr<WebSocket>>> accept_websocket(WebSocketOptions /*options*/,
                                                                           Headers /*extra*/) override {
    co_return base::fail(kConnectionLost, "There is no connection.");
  }
  runtime::Task<> drop(std::string /*raw*/) override { co_return; }
  void annotate(std::any note) override { request_.note = std::move(note); }
  void hand_over(HttpServer& /*to*/) override {}

  Response response;

 private:
  Request request_;
};

// What the handler answers to the request; `request.path` alone need be set for a GET.
template <class AnyHandler>
Response answer_of(const AnyHandler& handler, Request request) {
  if (request.method.empty()) request.method = "GET";
  boost::asio::io_context loop;
  FakeExchange exchange(std::move(request));
  runtime::run_task(loop, handler(exchange));
  return exchange.response;
}

}  // namespace net
