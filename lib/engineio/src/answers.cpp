// What requests are answered, apart from a session's data.
#include <utility>

#include "server_impl.h"

namespace engineio {

net::Response Server::Impl::response(const net::Exchange& exchange, int status, std::string_view content_type,
                                     std::string body) const {
  net::Response made;
  made.status = status;
  if (!content_type.empty()) made.headers.add("Content-Type", std::string(content_type));
  for (auto& [name, value] : origins_.headers(exchange.request().headers.get("Origin"))) {
    made.headers.add(std::move(name), std::move(value));
  }
  made.body = std::move(body);
  return made;
}

runtime::Task<> Server::Impl::refuse(net::Exchange& exchange, RequestError error) {
  return refuse(exchange, static_cast<Refusal>(error), error, std::string(message_of(error)));
}

runtime::Task<> Server::Impl::refuse(net::Exchange& exchange, Refusal counted, RequestError error,
                                     std::string message) {
  counts_.refused.add(counted);
  if (exchange.request().is_upgrade) {
    co_await exchange.drop(raw_refusal(message));
    co_return;
  }
  (void)co_await exchange.respond(
      response(exchange, status_of(error), "application/json", body_of(error, message)));
}

runtime::Task<> Server::Impl::refuse_overload(net::Exchange& exchange, Refusal counted) {
  constexpr std::string_view kMessage = "Too many sessions";
  counts_.refused.add(counted);
  if (exchange.request().is_upgrade) {
    co_await exchange.drop(raw_refusal(kMessage));
    co_return;
  }
  net::Response answer =
      response(exchange, 503, "application/json", body_of(RequestError::kForbidden, kMessage));
  answer.headers.set("Retry-After", "5");
  (void)co_await exchange.respond(std::move(answer));
}

runtime::Task<> Server::Impl::refuse_bare(net::Exchange& exchange, Refusal counted, int status) {
  counts_.refused.add(counted);
  (void)co_await exchange.respond(response(exchange, status, "", ""));
}

runtime::Task<> Server::Impl::answer_preflight(net::Exchange& exchange) {
  const net::Headers& asked = exchange.request().headers;
  net::Response answer;
  answer.status = 204;
  for (auto& [name, value] :
       origins_.preflight_headers(asked.get("Origin"), asked.get("Access-Control-Request-Headers"))) {
    answer.headers.add(std::move(name), std::move(value));
  }
  (void)co_await exchange.respond(std::move(answer));
}

runtime::Task<base::Result<std::unique_ptr<net::WebSocket>>> Server::Impl::accept(net::Exchange& exchange) {
  net::Headers extra;
  for (auto& [name, value] : origins_.headers(exchange.request().headers.get("Origin"))) {
    extra.add(std::move(name), std::move(value));
  }
  const net::WebSocketOptions socket_options{.max_message_bytes = options_.max_payload_bytes,
                                             .permessage_deflate = options_.permessage_deflate,
                                             .control_frames = control_frames_};
  co_return co_await exchange.accept_websocket(socket_options, std::move(extra));
}

}  // namespace engineio
