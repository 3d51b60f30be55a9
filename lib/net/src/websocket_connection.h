// One WebSocket on its TCP socket: obeys the decoder, and closes as RFC 6455 has it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include <net/websocket.h>

#include "deflate_offer.h"
#include "frame_queue.h"
#include "message_deflate.h"
#include "open_sockets.h"
#include "websocket_decoder.h"

namespace net {

// Alive until nothing is pending on it any more, whether or not its WebSocket is still held by somebody.
// While it is idle, all that it has beside itself is a wait for its socket: bytes are read into a buffer of
// the loop when they are there, and written from where they stand.
class WebSocketConnection final : public OpenSocket,
                                  public std::enable_shared_from_this<WebSocketConnection> {
 public:
  // The two ends of the handshake's bytes.
  struct Beginning {
    std::string early;   // what the client has sent behind its request
    std::string answer;  // to that request; leaves with what is written first
  };

  // The request is a good handshake. The socket is non-blocking.
  WebSocketConnection(boost::asio::ip::tcp::socket socket, Admission admission, Beginning beginning,
                      const WebSocketOptions& options, const std::optional<DeflateParameters>& deflate);

  // Sends the answer at the end of this turn, if it has not left with what was written.
  void answer_soon();
  // As in WebSocket.
  void start(std::shared_ptr<WebSocketListener> listener);
  bool write(std::span<OutgoingMessage> messages);
  void close(CloseCode code);
  void abort_socket() override;
  // The holder is gone. A close that has begun is left to end by itself.
  void let_go();

 private:
  using ErrorCode = boost::system::error_code;
  enum class State : std::uint8_t {
    kOpen,
    kClosing,    // our close frame is under way, the peer's is waited for
    kLingering,  // nothing is read any more: the last bytes leave, and the peer is to close first
    kOver,       // the socket is shut
  };
  enum class Ending : std::uint8_t { kClosed, kTooBig, kViolation, kFlood };

  void on_deadline() override { abort_socket(); }

  void answer();

  // Reading. `listener` is null when it has heard the end.
  void wait_to_read(std::shared_ptr<WebSocketListener> listener);
  void on_readable(std::shared_ptr<WebSocketListener> listener);
  void receive();
  void take(std::span<char> bytes);
  void take_control(WebSocketDecoder::Event event);
  [[nodiscard]] base::Error ending() const;

  // Writing: into `outgoing`, then `send`.
  FrameQueue& outgoing();
  void send();
  [[nodiscard]] bool send_some(FrameQueue& frames);
  [[nodiscard]] std::size_t write_at_once(std::span<const boost::asio::const_buffer> buffers,
                                          ErrorCode& error);
  void wait_to_write();
  void on_writable();

  void linger(Ending ending, CloseCode code);
  void stop_sending_when_sent();
  void leave_if_over();

  const Rate control_limit_;
  const std::chrono::milliseconds close_timeout_;
  std::optional<Admission> admission_;
  boost::asio::ip::tcp::socket socket_;
  WebSocketDecoder decoder_;
  std::unique_ptr<MessageDeflater> deflater_;
  // What the socket did not take. Not null: it is waited for to take more.
  std::unique_ptr<FrameQueue> unsent_;
  // Owned by the wait for reading, so that the two do not hold each other when their loop is destroyed.
  WebSocketListener* listener_ = nullptr;
  std::unique_ptr<Beginning> beginning_;  // null once it is over
  RateMeter control_frames_;
  State state_ = State::kOpen;
  Ending ending_ = Ending::kClosed;
  std::uint8_t operations_ = 0;  // pending
  bool writing_ = false;         // the listener is to be told
};

// Makes a WebSocket of a socket: see WebSocketConnection's constructor.
[[nodiscard]] std::unique_ptr<WebSocket> open_websocket(boost::asio::ip::tcp::socket socket,
                                                        Admission admission,
                                                        WebSocketConnection::Beginning beginning,
                                                        const WebSocketOptions& options,
                                                        const std::optional<DeflateParameters>& deflate);

}  // namespace net
