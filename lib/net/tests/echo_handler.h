// A WebSocket handler that sends everything back.
#pragma once

#include <utility>
#include <vector>

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <net/exchange.h>

#include "awaited_socket.h"

namespace net {

// Sends every message back; "twice" comes back twice in one batch.
inline runtime::Task<> echo(Exchange& exchange, WebSocketOptions options) {
  auto accepted = co_await exchange.accept_websocket(options, {{"X-Extra", "a\r\nInjected: b"}});
  if (!accepted) co_return;
  AwaitedSocket socket(co_await boost::asio::this_coro::executor, std::move(*accepted));
  while (auto message = co_await socket.read()) {
    std::vector<OutgoingMessage> answer;
    if (message->payload == "twice") answer.push_back({message->payload, message->binary});
    answer.push_back({std::move(message->payload), message->binary});
    if (!co_await socket.write(std::move(answer))) break;
  }
}

inline Handler echo_with(WebSocketOptions options) {
  return [options](Exchange& exchange) { return echo(exchange, options); };
}

}  // namespace net
