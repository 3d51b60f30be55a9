#include "http_connection.h"

#include <array>
#include <exception>
#include <limits>
#include <span>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "ascii.h"

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// A client that is still sending when it is refused must be let finish a little, or the reset that answers
// its bytes destroys the refusal before it is read (RFC 9112, section 9.6).
constexpr std::chrono::milliseconds kLingerTime{2000};

// Reads that succeed at once do not give the loop a turn; after so many, one is waited for.
constexpr std::uint8_t kReadsInARow = 8;

bool would_block(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again ||
         error == asio::error::interrupted;
}

}  // namespace

HttpConnection::HttpConnection(tcp::socket socket, Admission admission, std::shared_ptr<ServerContext> server)
    : server_(std::move(server)),
      socket_(std::move(socket)),
      admission_(std::move(admission)),
      received_(server_->options.max_header_bytes),
      parser_(server_->options.max_header_bytes) {
  // Reads and writes are tried first and waited for only when they would block.
  ErrorCode ignored;
  socket_.non_blocking(true, ignored);
  server_->sockets->add(*this);
}

runtime::Task<> HttpConnection::serve(std::shared_ptr<HttpConnection> self) {
  while (std::exchange(self->has_request_, false) ||
         (co_await self->wait_for_request() && co_await self->read_head())) {
    co_await self->run_handler();
    if (self->next_server_) co_return leave(std::move(self));
    if (!co_await self->finish_request()) break;
  }
  self->abort_socket();
}

void HttpConnection::leave(std::shared_ptr<HttpConnection> self) {
  HttpConnection& connection = *self;
  const runtime::Executor& executor = connection.next_server_->executor;
  ErrorCode error;
  const tcp protocol = connection.socket_.local_endpoint(error).protocol();
  const auto handle = connection.socket_.release(error);
  connection.socket_ = tcp::socket(executor);
  if (!error) connection.socket_.assign(protocol, handle, error);
  connection.socket_.non_blocking(true, error);  // one that could not be moved is found closed there
  connection.unlink();
  connection.admission_.leave();
  // From here on the other loop has it.
  asio::post(executor, [self = std::move(self)]() mutable { arrive(std::move(self)); });
}

void HttpConnection::arrive(std::shared_ptr<HttpConnection> self) {
  self->server_ = std::move(self->next_server_);
  ServerContext& server = *self->server_;
  self->admission_.enter(server.sockets);
  server.sockets->add(*self);
  self->has_request_ = true;
  server.tasks.spawn("connection", serve(std::move(self)));
}

runtime::Task<bool> HttpConnection::wait_for_request() {
  if (!received_.empty()) co_return true;
  if (server_->stopping) co_return false;
  // Most clients send it together with the last step of connecting.
  if (!has_asked_ && try_to_receive()) co_return true;
  received_.release_if_empty();
  enter(Phase::kIdle, has_asked_ ? server_->options.idle_timeout : server_->options.first_request_timeout);
  ErrorCode error;
  co_await socket_.async_wait(tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
  reads_in_a_row_ = 0;
  co_return !error && socket_.is_open();
}

runtime::Task<bool> HttpConnection::read_head() {
  using Progress = RequestParser::Progress;
  has_asked_ = true;
  enter(Phase::kHead, server_->options.header_timeout);
  parser_.begin(request_);
  while (true) {
    switch (parser_.parse_head(received_)) {
      case Progress::kDone:
        request_.remote_address = admission_.address();
        expects_continue_ = !parser_.is_http_1_0() && !parser_.is_done() &&
                            equals_ignoring_case(request_.headers.get("Expect"), "100-continue");
        ++counts().requests;
        co_return true;
      case Progress::kNeedMore:
        break;
      case Progress::kTargetTooLong:
        ++counts().oversized_heads;
        co_await refuse(414);
        co_return false;
      case Progress::kHeadTooLarge:
        ++counts().oversized_heads;
        co_await refuse(431);
        co_return false;
      case Progress::kNotImplemented:
        ++counts().malformed_requests;
        co_await refuse(501);
        co_return false;
      case Progress::kBodyTooLarge:
      case Progress::kMalformed:
        ++counts().malformed_requests;
        co_await refuse(400);
        co_return false;
    }
    if (co_await receive()) {
      if (!expired_) co_return false;
      ++counts().late_heads;
      co_await refuse(408);
      co_return false;
    }
  }
}

runtime::Task<> HttpConnection::refuse(int status) {
  Response response;
  response.status = status;
  body_is_broken_ = true;
  if (co_await write_response(std::move(response))) co_await linger();
}

runtime::Task<> HttpConnection::run_handler() {
  enter(Phase::kHandler, std::chrono::milliseconds::max());
  std::string failure;
  try {
    co_await server_->handler(*this);
  } catch (const std::exception& exception) {
    failure = exception.what();
  } catch (...) {
    failure = "an exception of unknown type";
  }
  peer_gone_ = nullptr;
  stop_watching();
  if (server_->shutting_down) next_server_ = nullptr;
  if (server_->shutting_down || next_server_) co_return;
  if (!failure.empty() && server_->log)
    server_->log(request_.method + " " + request_.path + " failed: " + failure);
  if (!is_over()) {
    Response response;
    response.status = 500;
    begin_answer();
    (void)co_await write_response(std::move(response));
  }
}

runtime::Task<bool> HttpConnection::finish_request() {
  if (is_lost() || server_->shutting_down) co_return false;
  if (!keep_alive_ || dropped_) {
    co_await linger();
    co_return false;
  }
  if (!parser_.is_done() && !co_await drain_body()) co_return false;
  parser_.end();
  request_ = Request();
  answered_ = false;
  co_return true;
}

runtime::Task<bool> HttpConnection::drain_body() {
  enter(Phase::kBody, server_->options.body_timeout);
  while (true) {
    switch (parser_.parse_body(received_, nullptr, std::numeric_limits<std::size_t>::max())) {
      case RequestParser::Progress::kDone:
        co_return true;
      case RequestParser::Progress::kNeedMore:
        break;
      default:
        co_return false;
    }
    if (co_await receive()) {
      if (expired_) ++counts().late_bodies;
      co_return false;
    }
  }
}

runtime::Task<> HttpConnection::linger() {
  ErrorCode error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  received_.consume(received_.size());
  enter(Phase::kLinger, kLingerTime);
  while (!error) {
    error = co_await receive();
    received_.consume(received_.size());
  }
}

bool HttpConnection::try_to_receive() {
  ErrorCode error;
  const std::span<char> room = received_.prepare();
  received_.commit(socket_.read_some(asio::buffer(room.data(), room.size()), error));
  return !received_.empty();
}

runtime::Task<HttpConnection::ErrorCode> HttpConnection::receive() {
  const bool dropped_before = dropped_;
  while (true) {
    ErrorCode error = asio::error::would_block;
    if (reads_in_a_row_ < kReadsInARow) {
      const std::span<char> room = received_.prepare();
      received_.commit(socket_.read_some(asio::buffer(room.data(), room.size()), error));
      ++reads_in_a_row_;
    }
    if (!would_block(error)) co_return error;
    co_await socket_.async_wait(tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
    reads_in_a_row_ = 0;
    const bool dropped_now = dropped_ && !dropped_before;
    if (expired_ || dropped_now || !socket_.is_open()) co_return asio::error::operation_aborted;
    if (error) co_return error;
  }
}

runtime::Task<bool> HttpConnection::write(std::string_view head, std::string_view body) {
  enter(Phase::kWrite, server_->options.write_timeout);
  while (!head.empty() || !body.empty()) {
    const std::array<asio::const_buffer, 2> rest{asio::buffer(head), asio::buffer(body)};
    ErrorCode error;
    const std::size_t written = socket_.write_some(rest, error);
    if (would_block(error)) {
      co_await socket_.async_wait(tcp::socket::wait_write, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error || !socket_.is_open()) {
      peer_lost_ = true;
      abort_socket();
      co_return false;
    }
    const std::size_t of_head = std::min(written, head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(written - of_head);
  }
  clear_deadline();
  co_return true;
}

void HttpConnection::enter(Phase phase, std::chrono::milliseconds limit) {
  phase_ = phase;
  expired_ = false;
  if (limit == std::chrono::milliseconds::max())
    clear_deadline();
  else
    set_deadline(limit);
}

void HttpConnection::on_deadline() {
  switch (phase_) {
    case Phase::kHead:
    case Phase::kBody: {
      // Whoever reads is told, so that there can still be an answer.
      expired_ = true;
      ErrorCode ignored;
      socket_.cancel(ignored);
      return;
    }
    case Phase::kIdle:
      if (!has_asked_) ++counts().unused_connections;
      abort_socket();
      return;
    case Phase::kWrite:
      ++counts().late_readers;
      abort_socket();
      return;
    case Phase::kLinger:
      abort_socket();
      return;
    case Phase::kHandler:
      return;
  }
}

void HttpConnection::abort_socket() {
  clear_deadline();
  ErrorCode ignored;
  socket_.close(ignored);
}

void HttpConnection::close_if_idle() {
  if (phase_ == Phase::kIdle) abort_socket();
}

}  // namespace net
