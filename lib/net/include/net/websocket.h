// A server-side WebSocket (RFC 6455), independent of the library that implements it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <base/result.h>
#include <net/rate_meter.h>
#include <net/shared_bytes.h>
#include <runtime/task.h>

namespace net {

// The peer closed, or the connection was lost.
inline constexpr base::ErrorCode kWebSocketClosed = "websocket_closed";
// A message over the limit; the peer has been sent close 1009.
inline constexpr base::ErrorCode kMessageTooBig = "message_too_big";
// A frame that RFC 6455 forbids, or text that is not UTF-8; the peer has been sent close 1002 or 1007. Or
// more control frames than allowed; then the connection has been cut.
inline constexpr base::ErrorCode kWebSocketProtocol = "websocket_protocol";

struct WebSocketOptions {
  std::size_t max_message_bytes = 1'000'000;  // inclusive; of a compressed message, what it becomes
  // RFC 7692, negotiated only if the client offers it. Such a connection takes 41 KiB more from its handshake
  // on, and up to another 32 once it has sent a compressed message: five to ten times what it takes without.
  bool permessage_deflate = false;
  // Pings and pongs from the peer: clients send one every few seconds, if any. 0: any number.
  Rate control_frames{.per_second = 10, .burst = 100};
  std::chrono::milliseconds close_timeout{3'000};  // for the peer to answer a close, then the socket is shut
};

// What is read.
struct WebSocketMessage {
  std::string payload;
  bool binary = false;
};

// What is written. Its bytes may be those of other messages, on other WebSockets.
struct OutgoingMessage {
  SharedBytes payload;
  bool binary = false;
};

// Owned by whoever accepted it, and kept until `read` has returned an error and no write is in flight. Used
// on one loop. Pings are answered, fragments joined and UTF-8 checked below this interface.
class WebSocket {
 public:
  using WriteHandler = std::move_only_function<void(base::Result<>)>;

  WebSocket() = default;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  virtual ~WebSocket() = default;

  // The next whole message. Errors: kWebSocketClosed, kMessageTooBig, kWebSocketProtocol; after one, no more
  // is read.
  virtual runtime::Task<base::Result<WebSocketMessage>> read() = 0;

  // Writes the messages in order, one frame each, and calls `done` once, later, never inside this call. One
  // write at a time. Error: kWebSocketClosed.
  virtual void write(std::vector<OutgoingMessage> messages, WriteHandler done) = 0;

  // Sends a close frame (without a code when `code` is 0), after the write in flight if there is one, and
  // closes the connection soon after; a pending `read` ends with kWebSocketClosed. Idempotent.
  virtual void close(int code = 0) = 0;

  // Closes the TCP connection at once; a pending read or write ends with kWebSocketClosed. Idempotent.
  virtual void abort() = 0;
};

}  // namespace net
