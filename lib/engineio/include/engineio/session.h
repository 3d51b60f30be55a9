// One client's session, as the layer above sees it: messages in both directions, whatever carries them.
#pragma once

#include <any>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <base/clock.h>
#include <engineio/close_reason.h>
#include <engineio/frame.h>
#include <net/http.h>

namespace engineio {

// What the request that opened the session said.
struct Handshake {
  net::Headers headers;        // none without Options::keep_handshake_headers
  std::string target;          // "/socket.io/?EIO=4&transport=polling"
  std::string query;           // after '?', not decoded; see net::query_value
  std::string remote_address;  // of the peer, numeric, without port
  base::SystemTime time;
  std::any user;  // from Options::allow_request
};

// Told what happens to a session. Owned by the session, which lets go of it after `on_close`. Called on the
// server's loop; every function may send, close the session and destroy what it likes.
class SessionListener {
 public:
  SessionListener() = default;
  SessionListener(const SessionListener&) = delete;
  SessionListener& operator=(const SessionListener&) = delete;
  virtual ~SessionListener() = default;

  // `payload` lives as long as the call. Text is well-formed UTF-8 when it came by WebSocket.
  virtual void on_message(std::string_view payload, bool binary) = 0;
  // The session is writable again, after somebody has heard from `writable` or `queued_bytes` that it was
  // not.
  virtual void on_drain() {}
  // Once, as the last call. Nothing more is received; what was sent before is still delivered if it can be.
  virtual void on_close(CloseReason reason) = 0;
};

// Owned by its server until it is closed; others may keep it longer, then it does nothing. Everything is
// called on the server's loop.
class Session {
 public:
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  virtual ~Session() = default;

  // A secret: who knows it can speak for this client.
  [[nodiscard]] virtual const std::string& id() const = 0;
  [[nodiscard]] virtual const std::shared_ptr<const Handshake>& handshake() const = 0;
  [[nodiscard]] virtual bool is_open() const = 0;

  // Sends a message. Frames sent inside a listener's call leave together, when it returns; others when the
  // loop's present work is done or, while the transport is busy, with the next write. Ignored after the
  // close. A queue that grows over Options::max_queued_bytes closes the session (kBufferOverflow).
  virtual void send(Frame message) = 0;
  // Sends messages that belong together, in this order: all of them, or none when more than
  // Options::max_queued_bytes were waiting before them (then kBufferOverflow). They may be more than that
  // bound themselves, and do not count against what is sent one by one after them.
  virtual void send_all(std::vector<Frame> messages) = 0;

  // Whether a message sent now would leave at the end of this turn of the loop: the transport waits for data,
  // and little is queued.
  [[nodiscard]] virtual bool writable() const = 0;
  // A message is about to be sent: brings what that needs into the processor's cache.
  virtual void prefetch() const = 0;
  // Bytes that were sent here and not yet handed to the operating system.
  [[nodiscard]] virtual std::size_t queued_bytes() const = 0;

  // Ends the session after what is queued has left, waiting at most Options::close_wait for that; at once
  // with kServerShuttingDown, and with kTransportError: the caller knows that nobody is there. `on_close` is
  // called inside this call. Idempotent.
  virtual void close(CloseReason reason = CloseReason::kForcedClose) = 0;
};

}  // namespace engineio
