// The rules of one Engine.IO session (protocol 4), without any I/O: what to do when something happens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/clock.h>
#include <engineio/close_reason.h>
#include <engineio/frame.h>
#include <engineio/heartbeat.h>
#include <engineio/outbox.h>
#include <engineio/packet.h>
#include <engineio/request_check.h>
#include <net/rate_meter.h>

namespace engineio {

struct SessionLimits {
  base::Duration ping_interval{};
  base::Duration ping_timeout{};
  base::Duration upgrade_timeout{};
  base::Duration close_wait{};
  std::size_t max_queued_bytes = 0;
  net::Rate packets{};  // from the client
};

// What the rules want done. `message`, `drained` and `closed` may call back into the rules: they are always
// the last thing that an event does.
class SessionActions {
 public:
  SessionActions() = default;
  SessionActions(const SessionActions&) = delete;
  SessionActions& operator=(const SessionActions&) = delete;
  virtual ~SessionActions() = default;

  // Ends the pending GET with 200 and this body.
  virtual void answer_poll(std::string body) = 0;
  // Writes on the session's WebSocket. True: all has been handed over. False: `write_done` is due when it
  // has.
  [[nodiscard]] virtual bool write_websocket(std::vector<Frame> frames) = 0;
  // Close frame after the write in flight.
  virtual void close_websocket() = 0;
  // No close frame: the peer does not read.
  virtual void abort_websocket() = 0;
  // The same on the WebSocket that is being probed.
  [[nodiscard]] virtual bool write_probe(Frame frame) = 0;
  virtual void close_probe() = 0;
  // The probed WebSocket becomes the session's.
  virtual void adopt_probe() = 0;
  // The session id is unknown from now on.
  virtual void forget() = 0;

  virtual void message(std::string_view payload, bool binary) = 0;
  virtual void drained() = 0;
  virtual void closed(CloseReason reason) = 0;
};

// Owned by the session's driver, which reports each event as it happens and obeys. Never blocks, never reads
// a clock.
class SessionRules {
 public:
  // `limits` and `actions` outlive the rules.
  SessionRules(const SessionLimits& limits, SessionActions& actions, Transport transport,
               base::SteadyTime now);

  [[nodiscard]] bool is_open() const { return state_ == State::kOpen; }
  // Closed for the layer above, but the client has not been told all yet.
  [[nodiscard]] bool is_closing() const { return state_ == State::kClosing; }
  [[nodiscard]] Transport transport() const { return transport_; }
  [[nodiscard]] bool writable() const;
  [[nodiscard]] std::size_t queued_bytes() const { return outbox_.bytes() + in_flight_bytes_; }
  // When `tick` is due; may change with every event.
  [[nodiscard]] base::SteadyTime next_deadline() const;

  // From the layer above.
  void queue(Frame frame);
  void queue_all(std::vector<Frame> frames);  // whole or not at all; bounded by what waited before
  // Sends what is queued if the transport can take it. True: it did, and can take more. Who may have found
  // the session not writable meanwhile is told by `drain`.
  bool flush();
  void drain();
  void close(CloseReason reason, base::SteadyTime now);

  // GET. Only one may wait: when `accepts_poll` is false, report `poll_overlapped` and answer the new one
  // 400.
  [[nodiscard]] bool accepts_poll() const { return !poll_pending_; }
  void poll_arrived();
  void poll_overlapped();
  // The pending GET's connection is gone.
  void poll_lost();
  // The connection that a GET's answer went to is gone.
  void answer_lost();

  // POST, in the same way. A closing session takes bodies and ignores them.
  [[nodiscard]] bool accepts_post() const { return !post_pending_; }
  void post_arrived() { post_pending_ = true; }
  void post_overlapped();
  void post_ended() { post_pending_ = false; }
  // Cut off, or of a type that is not accepted.
  void post_failed();

  // A packet from the current transport; nullopt for bytes that are none.
  void packet(const std::optional<Packet>& packet, base::SteadyTime now);

  // The WebSocket of an upgrade. Only one may be open: close others.
  [[nodiscard]] bool accepts_probe() const;
  void probe_opened(base::SteadyTime now);
  void probe_packet(const std::optional<Packet>& packet, base::SteadyTime now);
  void probe_lost();

  void write_done();
  void websocket_lost(CloseReason reason);

  void tick(base::SteadyTime now);

 private:
  enum class State : std::uint8_t { kOpen, kClosing, kClosed };
  enum class Probe : std::uint8_t { kNone, kOpened, kAnswered };

  void overflow();
  void answer_poll(std::string body);
  void upgrade(base::SteadyTime now);
  void drop_probe();
  void end(CloseReason reason);

  const SessionLimits& limits_;
  SessionActions& actions_;
  Outbox outbox_;
  Heartbeat heartbeat_;
  base::SteadyTime upgrade_deadline_;
  base::SteadyTime close_deadline_;
  std::size_t in_flight_bytes_ = 0;
  std::size_t in_flight_batch_bytes_ = 0;
  net::RateMeter packets_;
  State state_ = State::kOpen;
  Transport transport_;
  Probe probe_ = Probe::kNone;
  bool poll_pending_ = false;
  bool post_pending_ = false;
  bool writing_ = false;        // on the session's WebSocket
  bool probe_writing_ = false;  // on the probed one
  bool overflowed_ = false;     // to be closed at the next tick: never inside `queue`
};

}  // namespace engineio
