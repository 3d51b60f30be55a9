// A server-side WebSocket (RFC 6455), independent of the library that implements it.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include <base/error.h>
#include <net/rate_meter.h>
#include <net/shared_bytes.h>

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
  // RFC 7692, negotiated only if the client offers it. Such a connection takes 24 KiB more from its first
  // message on, and up to another 40 once it has sent a compressed one: ten times what it takes without.
  bool permessage_deflate = false;
  // Pings and pongs from the peer: clients send one every few seconds, if any. 0: any number.
  Rate control_frames{.per_second = 10, .burst = 100};
  std::chrono::milliseconds close_timeout{3'000};  // for the peer to answer a close, then the socket is shut
};

// What is written. Its bytes may be those of other messages, on other WebSockets.
struct OutgoingMessage {
  SharedBytes payload;
  bool binary = false;
};

// Told what comes over a WebSocket. Every function may write, close and let go of it; none is called inside a
// call of the WebSocket's own functions. What they throw is not caught.
class WebSocketListener {
 public:
  WebSocketListener() = default;
  WebSocketListener(const WebSocketListener&) = delete;
  WebSocketListener& operator=(const WebSocketListener&) = delete;
  virtual ~WebSocketListener() = default;

  // A whole message; text is UTF-8. `payload` lives as long as the call.
  virtual void on_message(std::string_view payload, bool binary) = 0;
  // The messages of a `write` that returned false have been handed to the operating system.
  virtual void on_written() = 0;
  // Once, as the last call: nothing more is read or written. kWebSocketClosed, kMessageTooBig or
  // kWebSocketProtocol.
  virtual void on_end(const base::Error& reason) = 0;
};

// Owned by whoever accepted it; once it is gone, so is the connection, unless it is being closed. Used on one
// loop. Pings are answered, fragments joined and UTF-8 checked below this interface.
class WebSocket {
 public:
  WebSocket() = default;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  virtual ~WebSocket() = default;

  // Called once, before anything else. The listener is kept until it has been told the end, which happens as
  // long as the loop runs.
  virtual void start(std::shared_ptr<WebSocketListener> listener) = 0;

  // Writes the messages in order, one frame each; takes their payloads. True: all have been handed to the
  // operating system. False: something is left; then `on_written` follows, or `on_end`, and the next write
  // has to wait for that.
  [[nodiscard]] virtual bool write(std::span<OutgoingMessage> messages) = 0;

  // A write is to be expected: brings what it needs into the processor's cache.
  virtual void prefetch() const {}

  // Sends a close frame (without a code when `code` is 0), after what has been written, and closes the
  // connection when the peer answers, or WebSocketOptions::close_timeout later; `on_end` follows then.
  // Nothing more is read. Idempotent.
  virtual void close(int code = 0) = 0;

  // Closes the TCP connection at once; `on_end` follows. Idempotent.
  virtual void abort() = 0;
};

}  // namespace net
