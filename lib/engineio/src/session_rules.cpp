#include <algorithm>
#include <utility>

#include <engineio/payload.h>
#include <engineio/session_rules.h>

namespace engineio {
namespace {

// What is queued for the end of the loop's turn and leaves in one system call.
constexpr std::size_t kOneWrite = 16'384;

constexpr std::string_view kClosePacket = "1";
constexpr std::string_view kNoopPacket = "6";
constexpr std::string_view kProbePayload = "probe";
constexpr std::string_view kNoopAndClose =
    "6\x1e"
    "1";

}  // namespace

SessionRules::SessionRules(const SessionLimits& limits, SessionActions& actions, Transport transport,
                           base::SteadyTime now)
    : limits_(limits),
      actions_(actions),
      heartbeat_(limits.ping_interval, limits.ping_timeout, now),
      transport_(transport) {}

bool SessionRules::writable() const {
  if (state_ != State::kOpen || overflowed_ || outbox_.bytes() >= kOneWrite) return false;
  return transport_ == Transport::kWebSocket ? !writing_ : poll_pending_;
}

base::SteadyTime SessionRules::next_deadline() const {
  switch (state_) {
    case State::kOpen:
      if (overflowed_) return base::SteadyTime::min();
      if (probe_ != Probe::kNone) return std::min(heartbeat_.deadline(), upgrade_deadline_);
      return heartbeat_.deadline();
    case State::kClosing:
      return close_deadline_;
    case State::kClosed:
      break;
  }
  return base::SteadyTime::max();
}

void SessionRules::queue(Frame frame) {
  if (state_ != State::kOpen || overflowed_) return;
  // A batch may be larger than the bound: counted here, it would end the session at the next message.
  const std::size_t waiting = queued_bytes() - outbox_.batch_bytes() - in_flight_batch_bytes_;
  if (waiting > 0 && waiting + frame.size() > limits_.max_queued_bytes) return overflow();
  outbox_.push(std::move(frame));
}

void SessionRules::queue_all(std::vector<Frame> frames) {
  if (state_ != State::kOpen || overflowed_) return;
  if (queued_bytes() > limits_.max_queued_bytes) return overflow();
  outbox_.push_batch(std::move(frames));
}

void SessionRules::overflow() {
  overflowed_ = true;
  outbox_.clear();
}

bool SessionRules::flush() {
  if (outbox_.empty()) return false;
  if (transport_ == Transport::kWebSocket) {
    if (writing_) return false;
    const std::size_t bytes = outbox_.bytes();
    const std::size_t batch_bytes = outbox_.batch_bytes();
    writing_ = !actions_.write_websocket(outbox_.take());
    if (!writing_) return true;
    in_flight_bytes_ = bytes;
    in_flight_batch_bytes_ = batch_bytes;
  } else if (poll_pending_) {
    answer_poll(encode_payload(outbox_.take()));
  }
  return false;
}

void SessionRules::drain() {
  if (writable()) actions_.drained();
}

void SessionRules::close(CloseReason reason, base::SteadyTime now) {
  if (state_ == State::kClosing && reason == CloseReason::kServerShuttingDown) return end(reason);
  if (state_ != State::kOpen) return;
  if (reason == CloseReason::kTransportError) {
    if (transport_ == Transport::kWebSocket) actions_.abort_websocket();
    return end(reason);
  }
  if (reason == CloseReason::kServerShuttingDown) outbox_.clear();
  const bool told_by_poll = transport_ == Transport::kPolling && poll_pending_ && outbox_.empty();
  flush();
  const bool told_by_close_frame = transport_ == Transport::kWebSocket && outbox_.empty();
  if (told_by_poll || told_by_close_frame || reason == CloseReason::kServerShuttingDown) {
    end(reason);
    return;
  }
  state_ = State::kClosing;
  close_deadline_ = now + limits_.close_wait;
  drop_probe();
  actions_.closed(reason);
}

void SessionRules::answer_poll(std::string body) {
  poll_pending_ = false;
  actions_.answer_poll(std::move(body));
}

void SessionRules::poll_arrived() {
  poll_pending_ = true;
  if (!outbox_.empty()) {
    flush();
  } else if (state_ == State::kClosing) {
    answer_poll(std::string(kNoopAndClose));
    state_ = State::kClosed;
    actions_.forget();
  } else if (probe_ == Probe::kAnswered) {
    answer_poll(std::string(kNoopPacket));
  } else {
    actions_.drained();
  }
}

void SessionRules::poll_overlapped() {
  end(CloseReason::kTransportError);
}

void SessionRules::poll_lost() {
  poll_pending_ = false;
  end(CloseReason::kTransportError);
}

void SessionRules::answer_lost() {
  end(CloseReason::kTransportError);
}

void SessionRules::post_overlapped() {
  end(CloseReason::kTransportError);
}

void SessionRules::post_failed() {
  end(CloseReason::kTransportError);
}

void SessionRules::packet(const std::optional<Packet>& packet, base::SteadyTime now) {
  if (state_ != State::kOpen || overflowed_) return;
  if (!packet) {
    flush();  // the answers to what came before it
    return end(CloseReason::kParseError);
  }
  if (!packets_.take(limits_.packets, now)) return end(CloseReason::kPacketFlood);
  switch (packet->type) {
    case PacketType::kMessage:
      return actions_.message(packet->payload, packet->binary);
    case PacketType::kPong:
      return heartbeat_.pong(now);
    case PacketType::kPing:  // in protocol 4 only the server pings
      return end(CloseReason::kTransportError);
    case PacketType::kClose:
      if (poll_pending_) answer_poll(std::string(kNoopPacket));
      return end(CloseReason::kTransportClose);
    case PacketType::kOpen:
    case PacketType::kUpgrade:
    case PacketType::kNoop:
      return;
  }
}

bool SessionRules::accepts_probe() const {
  return state_ == State::kOpen && transport_ == Transport::kPolling && probe_ == Probe::kNone;
}

void SessionRules::probe_opened(base::SteadyTime now) {
  probe_ = Probe::kOpened;
  probe_writing_ = false;
  upgrade_deadline_ = now + limits_.upgrade_timeout;
}

void SessionRules::probe_packet(const std::optional<Packet>& packet, base::SteadyTime now) {
  if (probe_ == Probe::kNone || state_ != State::kOpen) return;
  if (packet && packet->type == PacketType::kUpgrade) return upgrade(now);
  const bool is_probe = packet && packet->type == PacketType::kPing && packet->payload == kProbePayload;
  // A second probe before the first was answered is no client's; nothing is lost with that WebSocket.
  if (!is_probe || probe_writing_) return drop_probe();
  probe_ = Probe::kAnswered;
  probe_writing_ = !actions_.write_probe(Frame::text("3probe"));
  // The client waits for its pending GET before it goes on.
  if (poll_pending_) answer_poll(std::string(kNoopPacket));
}

void SessionRules::upgrade(base::SteadyTime now) {
  if (poll_pending_) answer_poll(std::string(kClosePacket));
  probe_ = Probe::kNone;
  transport_ = Transport::kWebSocket;
  writing_ = probe_writing_;
  heartbeat_.transport_changed(now);
  actions_.adopt_probe();
  flush();
  drain();
}

void SessionRules::drop_probe() {
  if (probe_ == Probe::kNone) return;
  probe_ = Probe::kNone;
  actions_.close_probe();
}

void SessionRules::probe_lost() {
  probe_ = Probe::kNone;
}

void SessionRules::write_done() {
  if (transport_ == Transport::kPolling) {
    probe_writing_ = false;
    return;
  }
  writing_ = false;
  in_flight_bytes_ = 0;
  in_flight_batch_bytes_ = 0;
  flush();
  // Only what had been queued before the close is left to write; the close frame follows it.
  if (state_ == State::kClosing) return end(CloseReason::kForcedClose);
  drain();
}

void SessionRules::websocket_lost(CloseReason reason) {
  if (transport_ == Transport::kWebSocket) end(reason);
}

void SessionRules::tick(base::SteadyTime now) {
  if (overflowed_ && state_ == State::kOpen) {
    if (transport_ == Transport::kWebSocket) actions_.abort_websocket();
    return end(CloseReason::kBufferOverflow);
  }
  if (state_ == State::kClosing && now >= close_deadline_) {
    if (transport_ == Transport::kWebSocket) actions_.abort_websocket();
    return end(CloseReason::kForcedClose);
  }
  if (state_ != State::kOpen) return;
  if (probe_ != Probe::kNone && now >= upgrade_deadline_) drop_probe();
  switch (heartbeat_.at(now)) {
    case Heartbeat::Due::kNothing:
      return;
    case Heartbeat::Due::kTimeout:
      return end(CloseReason::kPingTimeout);
    case Heartbeat::Due::kPing:
      outbox_.push_front(Frame::text("2"));
      flush();
  }
}

void SessionRules::end(CloseReason reason) {
  if (state_ == State::kClosed) return;
  const bool was_open = state_ == State::kOpen;
  state_ = State::kClosed;
  outbox_.clear();
  if (poll_pending_) answer_poll(std::string(kClosePacket));
  if (transport_ == Transport::kWebSocket) actions_.close_websocket();
  drop_probe();
  actions_.forget();
  if (was_open) actions_.closed(reason);
}

}  // namespace engineio
