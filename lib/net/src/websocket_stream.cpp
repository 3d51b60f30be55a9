#include "websocket_stream.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <net/exchange.h>

#include "response_head.h"
#include "wire_socket.h"

namespace net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

namespace {

using ErrorCode = boost::system::error_code;
using HandshakeRequest = http::request<http::empty_body>;

// What an idle connection keeps ready for its next message. Larger ones get their room as they arrive.
constexpr std::size_t kFirstReadBytes = 512;
// Not more is set aside at once on the mere word of a frame's length.
constexpr std::size_t kNextReadBytes = 65'536;

// permessage-deflate: what a server sends is short and repeats itself, so a window of 4 KiB finds most of it,
// and takes 24 KiB for a connection where the largest takes 136.
constexpr int kServerWindowBits = 12;
constexpr int kCompressionLevel = 3;
constexpr int kCompressionMemory = 4;

// For the client to take the answer to its handshake, which is short.
constexpr std::chrono::milliseconds kHandshakeTime{10'000};

std::unexpected<base::Error> closed() {
  return base::fail(kWebSocketClosed, "The WebSocket is closed.");
}

std::unexpected<base::Error> flooded() {
  return base::fail(kWebSocketProtocol, "The peer sent too many pings or pongs.");
}

std::unexpected<base::Error> read_failure(const ErrorCode& error, HttpServerCounts& counts) {
  if (error == websocket::error::message_too_big) {
    ++counts.oversized_messages;
    return base::fail(kMessageTooBig, "A message was larger than this server takes.");
  }
  if (error == websocket::condition::protocol_violation || error == websocket::error::bad_frame_payload) {
    ++counts.websocket_violations;
    return base::fail(kWebSocketProtocol, "The peer broke the WebSocket protocol: " + error.message() + ".");
  }
  return closed();
}

// Only what RFC 6455, section 4.2.1, speaks of.
HandshakeRequest handshake_request(const Request& request) {
  HandshakeRequest handshake;
  handshake.version(11);
  handshake.method_string(request.method);
  handshake.target(request.target);
  for (const std::string_view name : {"Host", "Connection", "Upgrade", "Sec-WebSocket-Key",
                                      "Sec-WebSocket-Version", "Sec-WebSocket-Extensions"}) {
    if (request.headers.has(name)) handshake.set(name, request.headers.get(name));
  }
  return handshake;
}

// Beast names itself in a Server field. Replaces that line by `fields`.
void replace_server_field(std::string& head, std::string_view fields) {
  const std::size_t line = head.find("\r\nServer: ");
  if (line == std::string::npos) return;
  const std::size_t begin = line + 2;
  head.replace(begin, head.find("\r\n", begin) + 2 - begin, fields);
}

// The connection itself: alive until nothing is pending on it any more, whether or not its WebSocket is still
// held by somebody.
class Connection final : public OpenSocket, public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, std::string early, Admission admission, WebSocketOptions options)
      : options_(options),
        admission_(std::move(admission)),
        stream_(std::move(socket), std::move(early), [this] { begin_teardown(); }) {
    stream_.auto_fragment(false);
    stream_.read_message_max(options.max_message_bytes);
    websocket::permessage_deflate deflate;
    deflate.server_enable = options.permessage_deflate;
    deflate.server_max_window_bits = kServerWindowBits;
    deflate.compLevel = kCompressionLevel;
    deflate.memLevel = kCompressionMemory;
    stream_.set_option(deflate);
    if (options.control_frames.per_second > 0) {
      stream_.control_callback([this](websocket::frame_type kind, boost::beast::string_view /*payload*/) {
        if (kind != websocket::frame_type::close) on_control_frame();
      });
    }
    // Heartbeats are the business of the protocol above, and closing has the deadline of OpenSocket.
    stream_.set_option(websocket::stream_base::timeout{.handshake_timeout = websocket::stream_base::none(),
                                                       .idle_timeout = websocket::stream_base::none(),
                                                       .keep_alive_pings = false});
    admission_->sockets().add(*this);
  }

  // These two are tasks on behalf of the holder, so they keep the connection themselves.
  static runtime::Task<base::Result<>> accept(std::shared_ptr<Connection> self, HandshakeRequest request,
                                              Headers extra);
  static runtime::Task<base::Result<WebSocketMessage>> read(std::shared_ptr<Connection> self);

  void write(std::vector<OutgoingMessage> messages, WebSocket::WriteHandler done);
  void close(int code);
  void abort_socket() override;
  // The holder is gone. A close that has begun is left to end by itself.
  void let_go() {
    if (!closing_) abort_socket();
  }

 private:
  // Counts what is pending, since the admission is given back when the last of it has ended.
  class Operation {
   public:
    explicit Operation(Connection& connection) : connection_(connection) { ++connection_.operations_; }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;
    ~Operation() {
      --connection_.operations_;
      connection_.leave_if_over();
    }

   private:
    Connection& connection_;
  };

  void on_deadline() override;
  void on_control_frame();
  void begin_teardown();
  void leave_if_over();
  void write_next();
  void on_written(const ErrorCode& error);
  void end_write(base::Result<> result);
  void start_close();

  const WebSocketOptions options_;
  std::optional<Admission> admission_;
  websocket::stream<WireSocket> stream_;
  std::vector<OutgoingMessage> batch_;
  std::size_t next_ = 0;  // in batch_
  WebSocket::WriteHandler done_;
  int operations_ = 0;
  int close_code_ = 0;
  RateMeter control_frames_;
  bool closing_ = false;  // close was called
  bool flooded_ = false;  // by control frames
  bool tearing_down_ = false;
  bool over_ = false;  // the socket is shut
};

runtime::Task<base::Result<>> Connection::accept(std::shared_ptr<Connection> self, HandshakeRequest request,
                                                 Headers extra) {
  const Operation operation(*self);
  WireSocket& wire = self->stream_.next_layer();
  self->set_deadline(kHandshakeTime);
  // The answer is held back, edited and then sent from here: Beast has no way to leave out its Server field.
  wire.hold(true);
  ErrorCode refused;
  co_await self->stream_.async_accept(request, asio::redirect_error(asio::use_awaitable, refused));
  wire.hold(false);
  std::string answer = wire.take_held();
  std::string fields;
  if (refused) extra = {{"Connection", "close"}};
  for (const auto& [name, value] : extra.fields()) append_field(fields, name, value);
  replace_server_field(answer, fields);
  ErrorCode error;
  co_await asio::async_write(wire.next_layer(), asio::buffer(answer),
                             asio::redirect_error(asio::use_awaitable, error));
  self->clear_deadline();
  if (!error && !refused) co_return base::Result<>();
  self->abort_socket();
  if (error) co_return base::fail(kConnectionLost, "The client has closed the connection.");
  co_return base::fail(kBadHandshake, "Not a WebSocket handshake: " + refused.message() + ".");
}

runtime::Task<base::Result<WebSocketMessage>> Connection::read(std::shared_ptr<Connection> self) {
  const Operation operation(*self);
  WebSocketMessage message;
  std::string& payload = message.payload;
  std::size_t used = 0;
  std::size_t room = kFirstReadBytes;
  while (true) {
    // Once a close has begun, Beast reads to the peer's close frame by itself. A read that found that frame
    // first, among bytes received already, would wait for the close, and the close for the read.
    if (self->over_ || self->closing_) co_return closed();
    payload.resize_and_overwrite(used + room, [](char*, std::size_t size) { return size; });
    ErrorCode error;
    used += co_await self->stream_.async_read_some(asio::buffer(payload.data() + used, room),
                                                   asio::redirect_error(asio::use_awaitable, error));
    if (error || self->flooded_) {
      self->abort_socket();
      co_return self->flooded_ ? flooded() : read_failure(error, self->admission_->sockets().counts());
    }
    if (self->stream_.is_message_done()) break;
    room = std::min(self->stream_.read_size_hint(kFirstReadBytes), std::max(kNextReadBytes, used));
  }
  payload.resize(used);
  message.binary = self->stream_.got_binary();
  co_return message;
}

void Connection::write(std::vector<OutgoingMessage> messages, WebSocket::WriteHandler done) {
  if (over_ || closing_ || messages.empty()) {
    base::Result<> result;
    if (over_ || closing_) result = closed();
    asio::post(stream_.get_executor(),
               [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
    return;
  }
  assert(!done_ && "one write at a time");
  batch_ = std::move(messages);
  next_ = 0;
  done_ = std::move(done);
  ++operations_;
  write_next();
}

void Connection::write_next() {
  const OutgoingMessage& message = batch_[next_];
  ++next_;
  stream_.next_layer().hold(next_ < batch_.size());
  stream_.binary(message.binary);
  stream_.async_write(
      asio::buffer(message.payload.view()),
      [self = shared_from_this()](const ErrorCode& error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(const ErrorCode& error) {
  if (error || over_) {
    // A `read` that is pending learns of the loss from the socket.
    end_write(closed());
  } else if (next_ < batch_.size()) {
    write_next();
  } else {
    end_write({});
  }
}

void Connection::end_write(base::Result<> result) {
  batch_.clear();
  --operations_;
  auto done = std::exchange(done_, nullptr);
  if (closing_ && !over_) start_close();
  leave_if_over();
  done(std::move(result));
}

void Connection::close(int code) {
  if (closing_ || over_) return;
  closing_ = true;
  close_code_ = code;
  set_deadline(options_.close_timeout);
  if (!done_) start_close();
}

void Connection::start_close() {
  ++operations_;
  stream_.async_close(websocket::close_reason(static_cast<std::uint16_t>(close_code_)),
                      [self = shared_from_this()](const ErrorCode&) {
                        --self->operations_;
                        self->abort_socket();
                      });
}

// Beast has said its last and reads until the peer closes.
void Connection::begin_teardown() {
  tearing_down_ = true;
  set_deadline(options_.close_timeout);
}

// Called by Beast inside a read, so that nothing may be cut here.
void Connection::on_control_frame() {
  if (flooded_ || control_frames_.take(options_.control_frames, std::chrono::steady_clock::now())) return;
  flooded_ = true;
  ++admission_->sockets().counts().control_floods;
  asio::post(stream_.get_executor(), [self = shared_from_this()] { self->abort_socket(); });
}

void Connection::on_deadline() {
  if (!tearing_down_) {
    abort_socket();
    return;
  }
  // For Beast this is the end it waits for, so that a read still tells why the connection had to close. A
  // peer that goes on sending is cut off by the next deadline.
  tearing_down_ = false;
  ErrorCode ignored;
  stream_.next_layer().next_layer().shutdown(asio::ip::tcp::socket::shutdown_receive, ignored);
  set_deadline(options_.close_timeout);
}

void Connection::abort_socket() {
  if (!over_) {
    over_ = true;
    clear_deadline();
    ErrorCode ignored;
    stream_.next_layer().next_layer().close(ignored);
  }
  leave_if_over();
}

void Connection::leave_if_over() {
  if (!over_ || operations_ > 0 || !admission_) return;
  unlink();
  admission_.reset();
}

class BeastWebSocket final : public WebSocket {
 public:
  explicit BeastWebSocket(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~BeastWebSocket() override { connection_->let_go(); }

  runtime::Task<base::Result<WebSocketMessage>> read() override { return Connection::read(connection_); }
  void write(std::vector<OutgoingMessage> messages, WriteHandler done) override {
    connection_->write(std::move(messages), std::move(done));
  }
  void close(int code) override { connection_->close(code); }
  void abort() override { connection_->abort_socket(); }

 private:
  const std::shared_ptr<Connection> connection_;
};

}  // namespace

runtime::Task<base::Result<std::unique_ptr<WebSocket>>> accept_websocket_on(
    asio::ip::tcp::socket socket, Admission admission, std::string early, const Request& request,
    WebSocketOptions options, Headers extra) {
  auto connection =
      std::make_shared<Connection>(std::move(socket), std::move(early), std::move(admission), options);
  auto accepted = co_await Connection::accept(connection, handshake_request(request), std::move(extra));
  if (!accepted) co_return base::fail(std::move(accepted.error()));
  co_return std::make_unique<BeastWebSocket>(std::move(connection));
}

}  // namespace net
