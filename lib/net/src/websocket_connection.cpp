#include "websocket_connection.h"

#include <array>
#include <cassert>
#include <chrono>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <runtime/prefetch.h>

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// What the connections of a loop use in turn.
struct LoopBuffers {
  std::array<char, 65'536> in;
  FrameQueue out;  // empty between the turns
};

LoopBuffers& loop_buffers() {
  thread_local const auto buffers = std::make_unique_for_overwrite<LoopBuffers>();
  return *buffers;
}

bool would_block(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again ||
         error == asio::error::interrupted;
}

template <class Part>
std::unique_ptr<Part> if_agreed(const std::optional<DeflateParameters>& deflate) {
  return deflate ? std::make_unique<Part>(*deflate) : nullptr;
}

}  // namespace

WebSocketConnection::WebSocketConnection(tcp::socket socket, Admission admission, Beginning beginning,
                                         const WebSocketOptions& options,
                                         const std::optional<DeflateParameters>& deflate)
    : control_limit_(options.control_frames),
      close_timeout_(options.close_timeout),
      admission_(std::move(admission)),
      socket_(std::move(socket)),
      decoder_(options.max_message_bytes, if_agreed<MessageInflater>(deflate)),
      deflater_(if_agreed<MessageDeflater>(deflate)),
      beginning_(std::make_unique<Beginning>(std::move(beginning))) {
  admission_->sockets().add(*this);
}

void WebSocketConnection::start(std::shared_ptr<WebSocketListener> listener) {
  listener_ = listener.get();
  const bool nothing_early = !beginning_ || beginning_->early.empty();
  if (nothing_early && state_ != State::kOver) return wait_to_read(std::move(listener));
  ++operations_;
  asio::post(socket_.get_executor(), [self = shared_from_this(), listener = std::move(listener)]() mutable {
    self->on_readable(std::move(listener));
  });
}

void WebSocketConnection::answer_soon() {
  ++operations_;
  asio::post(socket_.get_executor(), [self = shared_from_this()] { self->answer(); });
}

void WebSocketConnection::answer() {
  if (state_ != State::kOver && !beginning_->answer.empty()) {
    static_cast<void>(outgoing());
    send();
  }
  if (beginning_->early.empty()) beginning_.reset();
  --operations_;
  leave_if_over();
}

void WebSocketConnection::wait_to_read(std::shared_ptr<WebSocketListener> listener) {
  ++operations_;
  socket_.async_wait(tcp::socket::wait_read,
                     [self = shared_from_this(), listener = std::move(listener)](const ErrorCode&) mutable {
                       self->on_readable(std::move(listener));
                     });
}

void WebSocketConnection::on_readable(std::shared_ptr<WebSocketListener> listener) {
  if (state_ != State::kOver) receive();
  if (listener && (state_ == State::kLingering || state_ == State::kOver)) {
    listener_ = nullptr;
    std::exchange(listener, nullptr)->on_end(ending());
  }
  --operations_;
  if (state_ == State::kOver) return leave_if_over();
  wait_to_read(std::move(listener));
}

void WebSocketConnection::receive() {
  // Posted behind the answer.
  if (beginning_ && !beginning_->early.empty()) return take(std::exchange(beginning_, nullptr)->early);
  auto& room = loop_buffers().in;
  ErrorCode error;
  const std::size_t count = socket_.read_some(asio::buffer(room), error);
  if (would_block(error)) return;
  if (error) return abort_socket();
  take(std::span(room).first(count));
}

void WebSocketConnection::take(std::span<char> bytes) {
  using Event = WebSocketDecoder::Event;
  while (state_ == State::kOpen || state_ == State::kClosing) {
    const Event event = decoder_.next(bytes);
    switch (event) {
      case Event::kNeedMore:
        return;
      case Event::kMessage:
        if (state_ == State::kOpen) listener_->on_message(decoder_.payload(), decoder_.is_binary());
        break;
      case Event::kPing:
      case Event::kPong:
        take_control(event);
        break;
      case Event::kClose:
        // Section 5.5.1: the same code goes back.
        linger(Ending::kClosed,
               decoder_.close_code() == CloseCode::kNone ? CloseCode::kNormal : decoder_.close_code());
        break;
      case Event::kTooBig:
        ++admission_->sockets().counts().oversized_messages;
        linger(Ending::kTooBig, decoder_.close_code());
        break;
      case Event::kViolation:
        ++admission_->sockets().counts().websocket_violations;
        linger(Ending::kViolation, decoder_.close_code());
        break;
    }
  }
}

void WebSocketConnection::take_control(WebSocketDecoder::Event event) {
  if (!control_frames_.take(control_limit_, std::chrono::steady_clock::now())) {
    ++admission_->sockets().counts().control_floods;
    ending_ = Ending::kFlood;
    return abort_socket();
  }
  // After a close frame no other may follow.
  if (event != WebSocketDecoder::Event::kPing || state_ != State::kOpen) return;
  outgoing().push_pong(std::string(decoder_.payload()));
  send();
}

base::Error WebSocketConnection::ending() const {
  switch (ending_) {
    case Ending::kClosed:
      break;
    case Ending::kTooBig:
      return {kMessageTooBig, "A message was larger than this server takes."};
    case Ending::kViolation:
      return {kWebSocketProtocol,
              "The peer broke the WebSocket protocol: " + std::string(decoder_.violation()) + "."};
    case Ending::kFlood:
      return {kWebSocketProtocol, "The peer sent too many pings or pongs."};
  }
  return {kWebSocketClosed, "The WebSocket is closed."};
}

bool WebSocketConnection::write(std::span<OutgoingMessage> messages) {
  if (state_ != State::kOpen) return false;
  assert(listener_ != nullptr && !writing_ && "after the start, one write at a time");
  FrameQueue& frames = outgoing();
  for (OutgoingMessage& message : messages) {
    const Opcode opcode = message.binary ? Opcode::kBinary : Opcode::kText;
    // An empty message stays as it is: there is nothing to gain.
    const bool compressed = deflater_ && !message.payload.view().empty();
    if (compressed) message.payload = deflater_->deflate(message.payload.view());
    frames.push(opcode, std::move(message.payload), compressed);
  }
  send();
  writing_ = unsent_ != nullptr;
  return !writing_ && state_ == State::kOpen;
}

FrameQueue& WebSocketConnection::outgoing() {
  if (unsent_) return *unsent_;
  FrameQueue& frames = loop_buffers().out;
  if (beginning_ && !beginning_->answer.empty()) frames.push_answer(std::exchange(beginning_->answer, {}));
  return frames;
}

void WebSocketConnection::send() {
  if (unsent_) return;  // its turn comes
  FrameQueue& frames = loop_buffers().out;
  if (send_some(frames)) return;
  unsent_ = std::make_unique<FrameQueue>(std::exchange(frames, {}));
  wait_to_write();
}

// Little is copied into one piece: the system takes that in less time than a list of pieces.
std::size_t WebSocketConnection::write_at_once(std::span<const asio::const_buffer> buffers,
                                               ErrorCode& error) {
  std::array<char, 1024> piece;
  if (asio::buffer_size(buffers) > piece.size()) return socket_.write_some(buffers, error);
  const std::size_t size = asio::buffer_copy(asio::buffer(piece), buffers);
  return socket_.write_some(asio::buffer(piece.data(), size), error);
}

// False: the socket takes no more just now.
bool WebSocketConnection::send_some(FrameQueue& frames) {
  while (!frames.empty()) {
    std::array<asio::const_buffer, FrameQueue::kMostBuffers> room;
    ErrorCode error;
    const std::size_t sent = write_at_once(frames.gather(room), error);
    if (would_block(error)) return false;
    if (error) {
      frames = {};
      abort_socket();
      return true;
    }
    frames.consume(sent);
  }
  return true;
}

void WebSocketConnection::wait_to_write() {
  ++operations_;
  socket_.async_wait(tcp::socket::wait_write,
                     [self = shared_from_this()](const ErrorCode&) { self->on_writable(); });
}

void WebSocketConnection::on_writable() {
  if (state_ != State::kOver && !send_some(*unsent_)) {
    --operations_;
    return wait_to_write();
  }
  unsent_.reset();
  stop_sending_when_sent();
  const bool written = std::exchange(writing_, false) && state_ != State::kOver;
  if (written && listener_ != nullptr) listener_->on_written();
  --operations_;
  leave_if_over();
}

void WebSocketConnection::close(CloseCode code) {
  if (state_ != State::kOpen) return;
  state_ = State::kClosing;
  set_deadline(close_timeout_);
  outgoing().push(Opcode::kClose, close_payload(code));
  send();
}

// Section 7.1: whichever side began, both have said all now.
void WebSocketConnection::linger(Ending ending, CloseCode code) {
  if (state_ == State::kOpen) {
    ending_ = ending;
    outgoing().push(Opcode::kClose, close_payload(code));
  }
  state_ = State::kLingering;
  set_deadline(close_timeout_);
  send();
  stop_sending_when_sent();
}

// The peer sees the end, and closes in turn. Were the socket shut at once, bytes still coming would be
// answered by a reset, which can destroy the close frame before it is read.
void WebSocketConnection::stop_sending_when_sent() {
  if (state_ != State::kLingering || unsent_) return;
  ErrorCode ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void WebSocketConnection::let_go() {
  if (state_ == State::kOpen) abort_socket();
}

void WebSocketConnection::abort_socket() {
  if (state_ != State::kOver) {
    state_ = State::kOver;
    clear_deadline();
    ErrorCode ignored;
    socket_.close(ignored);
  }
  leave_if_over();
}

// The admission is given back when the last operation has ended.
void WebSocketConnection::leave_if_over() {
  if (state_ != State::kOver || operations_ > 0 || !admission_) return;
  unlink();
  admission_.reset();
}

namespace {

class OpenWebSocket final : public WebSocket {
 public:
  explicit OpenWebSocket(std::shared_ptr<WebSocketConnection> connection)
      : connection_(std::move(connection)) {}
  ~OpenWebSocket() override { connection_->let_go(); }

  void start(std::shared_ptr<WebSocketListener> listener) override {
    connection_->start(std::move(listener));
  }
  bool write(std::span<OutgoingMessage> messages) override { return connection_->write(messages); }
  void prefetch() const override { runtime::prefetch(*connection_); }
  void close(int code) override { connection_->close(CloseCode{static_cast<std::uint16_t>(code)}); }
  void abort() override { connection_->abort_socket(); }

 private:
  const std::shared_ptr<WebSocketConnection> connection_;
};

}  // namespace

std::unique_ptr<WebSocket> open_websocket(tcp::socket socket, Admission admission,
                                          WebSocketConnection::Beginning beginning,
                                          const WebSocketOptions& options,
                                          const std::optional<DeflateParameters>& deflate) {
  auto connection = std::make_shared<WebSocketConnection>(std::move(socket), std::move(admission),
                                                          std::move(beginning), options, deflate);
  connection->answer_soon();
  return std::make_unique<OpenWebSocket>(std::move(connection));
}

}  // namespace net
