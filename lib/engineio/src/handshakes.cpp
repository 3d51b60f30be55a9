// How a session begins: by a poll or by a WebSocket.
#include <utility>

#include <base/ids.h>

#include "server_impl.h"

namespace engineio {
namespace {

constexpr std::size_t kSessionIdBytes = 15;  // 20 characters

}  // namespace

runtime::Task<std::optional<Admission>> Server::Impl::admit(net::Exchange& exchange,
                                                            const RequestFacts& facts) {
  Admission admission;
  if (options_.allow_request) {
    base::Result<Admission> allowed = co_await options_.allow_request(exchange.request());
    if (!allowed) {
      co_await refuse(exchange, Refusal::kForbidden, RequestError::kForbidden,
                      std::move(allowed.error().message));
      co_return std::nullopt;
    }
    admission = std::move(*allowed);
  }
  if (!speaks_protocol_4(facts)) {
    co_await refuse(exchange, RequestError::kUnsupportedVersion);
    co_return std::nullopt;
  }
  if (const auto full = no_room_for(exchange.request().remote_address)) {
    co_await refuse_overload(exchange, *full);
    co_return std::nullopt;
  }
  co_return admission;
}

std::optional<Refusal> Server::Impl::no_room_for(const std::string& address) const {
  return shutting_down_ ? Refusal::kShuttingDown : places_->full_for(address);
}

std::optional<Refusal> Server::Impl::take_place(const std::string& address) {
  return shutting_down_ ? Refusal::kShuttingDown : places_->take(address);
}

std::shared_ptr<const Handshake> Server::Impl::handshake_of(const net::Request& request,
                                                            Admission admission) const {
  return std::make_shared<const Handshake>(
      Handshake{.headers = options_.keep_handshake_headers ? request.headers : net::Headers(),
                .target = request.target,
                .query = request.query,
                .remote_address = request.remote_address,
                .time = base::SystemTime::clock::now(),
                .user = std::move(admission.user)});
}

// In a place that has been taken.
std::shared_ptr<LiveSession> Server::Impl::make_session(Transport transport,
                                                        std::shared_ptr<const Handshake> handshake) {
  auto session =
      std::make_shared<LiveSession>(*this, options_.session_id_prefix + base::random_token(kSessionIdBytes),
                                    transport, std::move(handshake));
  sessions_.emplace(session->id(), session);
  ++counts_.opened;
  return session;
}

std::string Server::Impl::open_packet_of(const LiveSession& session) const {
  return open_packet(
      {.sid = session.id(),
       .can_upgrade = session.transport() == Transport::kPolling && options_.websocket && options_.upgrades,
       .ping_interval_ms = options_.ping_interval.count(),
       .ping_timeout_ms = options_.ping_timeout.count(),
       .max_payload_bytes = options_.max_payload_bytes});
}

runtime::Task<> Server::Impl::open_polling(net::Exchange& exchange, Admission admission) {
  auto handshake = handshake_of(exchange.request(), std::move(admission));
  if (const auto full = take_place(handshake->remote_address)) {
    co_return co_await refuse_overload(exchange, *full);
  }
  const auto session = make_session(Transport::kPolling, std::move(handshake));
  session->open(on_session_);
  net::Response answer = response(exchange, 200, "text/plain; charset=UTF-8", open_packet_of(*session));
  answer.headers.set("cache-control", "no-store");
  if (options_.cookie.enabled) {
    std::string cookie = options_.cookie.name + "=" + session->id() + "; Path=" + options_.cookie.path;
    if (options_.cookie.http_only) cookie += "; HttpOnly";
    if (!options_.cookie.same_site.empty()) cookie += "; SameSite=" + options_.cookie.same_site;
    answer.headers.add("Set-Cookie", std::move(cookie));
  }
  // Nobody knows the id of a session whose first answer was lost.
  if (!co_await exchange.respond(std::move(answer))) session->answer_lost();
}

runtime::Task<> Server::Impl::open_websocket(net::Exchange& exchange, Admission admission) {
  // Made before the exchange ends with the 101.
  auto handshake = handshake_of(exchange.request(), std::move(admission));
  auto socket = co_await accept(exchange);
  if (!socket) co_return;
  if (const auto full = take_place(handshake->remote_address)) {
    counts_.refused.add(*full);
    // Others came, or the server went down, while this one was being accepted.
    WebSocketLink::open(std::move(*socket), {}, *this)->abort();
    co_return;
  }
  const auto session = make_session(Transport::kWebSocket, std::move(handshake));
  session->open_on(WebSocketLink::open(std::move(*socket), session, *this), open_packet_of(*session),
                   on_session_);
}

}  // namespace engineio
