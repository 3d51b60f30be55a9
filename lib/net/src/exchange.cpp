// What a handler may do with a request: the Exchange part of HttpConnection.
#include <algorithm>
#include <limits>
#include <utility>

#include <boost/asio/post.hpp>

#include "http_connection.h"
#include "response_head.h"
#include "websocket_connection.h"
#include "websocket_handshake.h"

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// The rest of a body that the handler did not want is read away if it is no more than this, so that the
// connection can be kept; otherwise closing is cheaper for both.
constexpr std::uint64_t kDrainBytes = 65'536;

// Not more is set aside on the mere word of a Content-Length.
constexpr std::uint64_t kReserveBytes = 16'384;

std::unexpected<base::Error> connection_lost() {
  return base::fail(kConnectionLost, "The client has closed the connection.");
}

}  // namespace

runtime::Task<base::Result<std::string>> HttpConnection::read_body(std::size_t limit_bytes) {
  std::string body;
  if (is_over() || body_is_broken_) co_return connection_lost();
  if (const auto length = parser_.remaining_body())
    body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>({*length, limit_bytes, kReserveBytes})));
  if (body_is_awaited() && !co_await write("HTTP/1.1 100 Continue\r\n\r\n", {})) {
    lose_peer();
    co_return connection_lost();
  }
  expects_continue_ = false;
  enter(Phase::kBody, server_->options.body_timeout);
  while (true) {
    switch (parser_.parse_body(received_, &body, limit_bytes)) {
      case RequestParser::Progress::kDone:
        enter(Phase::kHandler, std::chrono::milliseconds::max());
        if (peer_gone_) watch();
        co_return body;
      case RequestParser::Progress::kNeedMore:
        break;
      case RequestParser::Progress::kBodyTooLarge:
        ++counts().oversized_bodies;
        body_is_broken_ = true;
        enter(Phase::kHandler, std::chrono::milliseconds::max());
        co_return base::fail(kBodyTooLarge,
                             "The request is larger than " + std::to_string(limit_bytes) + " bytes.");
      default: {
        // There is nothing a handler could add to this.
        ++counts().malformed_requests;
        body_is_broken_ = true;
        Response response;
        response.status = 400;
        (void)co_await respond(std::move(response));
        co_return connection_lost();
      }
    }
    const ErrorCode error = co_await receive();
    if (!error) continue;
    body_is_broken_ = true;
    if (expired_) {
      ++counts().late_bodies;
      enter(Phase::kHandler, std::chrono::milliseconds::max());
      co_return base::fail(kBodyTimeout, "The request's body did not arrive in time.");
    }
    if (!dropped_) lose_peer();
    co_return connection_lost();
  }
}

void HttpConnection::on_peer_gone(std::function<void()> handler) {
  if (answered_) return;
  peer_gone_ = std::move(handler);
  if (is_lost()) {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->lose_peer(); });
  } else if (parser_.is_done()) {
    received_.release_if_empty();
    watch();
  }
}

runtime::Task<base::Result<>> HttpConnection::respond(Response response) {
  if (is_over()) co_return connection_lost();
  begin_answer();
  if (!co_await write_response(std::move(response))) co_return connection_lost();
  co_return base::Result<>();
}

runtime::Task<base::Result<std::unique_ptr<WebSocket>>> HttpConnection::accept_websocket(
    WebSocketOptions options, Headers extra) {
  if (is_over()) co_return connection_lost();
  begin_answer();
  auto handshake = answer_websocket_handshake(request_, extra, options.permessage_deflate);
  if (!handshake) {
    body_is_broken_ = true;
    std::string reason = handshake.error().body;
    (void)co_await write_response(std::move(handshake.error()));
    co_return base::fail(kBadHandshake, std::move(reason));
  }
  clear_deadline();
  parser_.end();
  unlink();
  co_return open_websocket(std::move(socket_), std::move(admission_),
                           {.early = received_.take(), .answer = std::move(handshake->head)}, options,
                           handshake->deflate);
}

runtime::Task<> HttpConnection::drop(std::string raw) {
  // The caller may be another connection's handler, and this one may end meanwhile.
  const auto self = shared_from_this();
  if (is_over()) co_return;
  begin_answer();
  dropped_ = true;
  if (raw.empty()) {
    abort_socket();
    co_return;
  }
  ErrorCode ignored;
  socket_.cancel(ignored);
  if (co_await write(raw, {})) socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

bool HttpConnection::body_is_awaited() const {
  return expects_continue_ && !parser_.is_done() && received_.empty();
}

void HttpConnection::begin_answer() {
  answered_ = true;
  peer_gone_ = nullptr;
  stop_watching();
}

runtime::Task<bool> HttpConnection::write_response(Response response) {
  keep_alive_ = !body_is_broken_ && !server_->stopping && parser_.keeps_alive() && !body_is_awaited();
  if (keep_alive_ && !parser_.is_done()) {
    const std::size_t no_limit = std::numeric_limits<std::size_t>::max();
    const auto progress = parser_.parse_body(received_, nullptr, no_limit);
    const auto rest = parser_.remaining_body();
    keep_alive_ = progress == RequestParser::Progress::kDone ||
                  (progress == RequestParser::Progress::kNeedMore && rest && *rest <= kDrainBytes);
  }
  std::string_view body = response.static_body.empty() ? response.body : response.static_body;
  const std::string head = response_head(response, {.close = !keep_alive_,
                                                    .announce_keep_alive = parser_.is_http_1_0(),
                                                    .content_length_bytes = body.size()});
  if (request_.method == "HEAD" || is_bodiless(response.status)) body = {};
  co_return co_await write(head, body);
}

void HttpConnection::watch() {
  if (watching_) return;
  watching_ = true;
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this(), round = ++watch_round_](
                                                 const ErrorCode& error) { self->on_watched(round, error); });
}

void HttpConnection::stop_watching() {
  if (!watching_) return;
  watching_ = false;
  ++watch_round_;
  ErrorCode ignored;
  socket_.cancel(ignored);
}

void HttpConnection::on_watched(std::uint32_t round, const ErrorCode& error) {
  if (!watching_ || round != watch_round_) return;
  watching_ = false;
  ErrorCode state = error;
  // Bytes are the next request, sent ahead. They are kept, and behind them the end may still come; a client
  // that sends more than a whole head ahead is not watched any further.
  while (!state) {
    if (received_.full()) return;
    const std::span<char> room = received_.prepare();
    received_.commit(socket_.read_some(asio::buffer(room.data(), room.size()), state));
  }
  if (state == asio::error::would_block || state == asio::error::try_again) {
    watch();
    return;
  }
  lose_peer();
}

void HttpConnection::lose_peer() {
  peer_lost_ = true;
  abort_socket();
  if (const auto handler = std::exchange(peer_gone_, nullptr)) handler();
}

}  // namespace net
