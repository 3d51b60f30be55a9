// A WebSocket handler that sends everything back.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/use_awaitable.hpp>

#include <net/exchange.h>

namespace net {

// Writes and waits for it.
inline runtime::Task<base::Result<>> write(WebSocket& socket, std::vector<OutgoingMessage> messages) {
  auto initiate = [](auto handler, WebSocket& to, std::vector<OutgoingMessage> what) {
    to.write(std::move(what), std::move(handler));
  };
  return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(base::Result<>)>(
      initiate, boost::asio::use_awaitable, std::ref(socket), std::move(messages));
}

// Sends every message back; "twice" comes back twice in one batch.
inline runtime::Task<> echo(Exchange& exchange, WebSocketOptions options) {
  auto accepted = co_await exchange.accept_websocket(options, {{"X-Extra", "a\r\nInjected: b"}});
  if (!accepted) co_return;
  const std::unique_ptr<WebSocket> socket = std::move(*accepted);
  while (auto message = co_await socket->read()) {
    std::vector<OutgoingMessage> answer;
    if (message->payload == "twice") answer.push_back({message->payload, message->binary});
    answer.push_back({std::move(message->payload), message->binary});
    if (!co_await write(*socket, std::move(answer))) break;
  }
}

inline Handler echo_with(WebSocketOptions options) {
  return [options](Exchange& exchange) { return echo(exchange, options); };
}

}  // namespace net
