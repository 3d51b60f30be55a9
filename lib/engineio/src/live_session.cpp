#include "live_session.h"

#include <exception>
#include <utility>

#include <base/utf.h>
#include <engineio/payload.h>
#include <runtime/log.h>
#include <runtime/prefetch.h>

#include "websocket_link.h"

namespace engineio {
namespace {

base::SteadyTime now() {
  return base::SteadyTime::clock::now();
}

}  // namespace

LiveSession::LiveSession(SessionHost& host, std::string id, Transport transport,
                         std::shared_ptr<const Handshake> handshake)
    : host_(host),
      id_(std::move(id)),
      handshake_(std::move(handshake)),
      rules_(host.limits(), *this, transport, now()) {}

LiveSession::~LiveSession() = default;

template <class Event>
void LiveSession::turn(Event event) {
  const auto self = shared_from_this();
  ++turns_;
  try {
    event();
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError, std::string("A session's listener failed: ") + error.what());
    rules_.close(CloseReason::kForcedClose, now());
  }
  // The listener may have found the session not writable before this.
  if (--turns_ == 0 && rules_.flush() && drain_is_awaited_) drain_later();
  reschedule();
}

void LiveSession::drain_later() {
  host_.post([weak = weak_from_this()] {
    if (const auto session = weak.lock()) session->turn([&session] { session->rules_.drain(); });
  });
}

void LiveSession::reschedule() {
  const base::SteadyTime next = rules_.next_deadline();
  if (next == base::SteadyTime::max()) {
    if (deadline_) host_.session_deadlines().cancel(*deadline_);
    deadline_.reset();
  } else if (!deadline_) {
    deadline_at_ = next;
    deadline_ = host_.session_deadlines().add(next, [weak = weak_from_this()] {
      if (const auto session = weak.lock()) session->tick();
    });
  } else if (deadline_at_ != next) {
    deadline_at_ = next;
    host_.session_deadlines().move(*deadline_, next);
  }
}

void LiveSession::tick() {
  deadline_.reset();
  turn([this] { rules_.tick(now()); });
}

void LiveSession::open(
    const std::function<std::shared_ptr<SessionListener>(const std::shared_ptr<Session>&)>& make_listener) {
  turn([&] { listener_ = make_listener(shared_from_this()); });
}

void LiveSession::open_on(
    std::shared_ptr<WebSocketLink> link, std::string open_packet,
    const std::function<std::shared_ptr<SessionListener>(const std::shared_ptr<Session>&)>& make_listener) {
  websocket_ = std::move(link);
  rules_.queue(Frame::text(std::move(open_packet)));
  open(make_listener);
}

void LiveSession::send(Frame message) {
  rules_.queue(std::move(message));
  flush_later();
}

void LiveSession::send_all(std::vector<Frame> messages) {
  rules_.queue_all(std::move(messages));
  flush_later();
}

// What a loop's turn gives many sessions to send leaves at its end, one session after the other: the code of
// sending stays in the processor's caches, and what is sent to one session meanwhile leaves together.
void LiveSession::flush_later() {
  if (turns_ > 0 || flush_is_due_) return;
  flush_is_due_ = true;
  host_.flush_soon(shared_from_this());
}

void LiveSession::flush() {
  flush_is_due_ = false;
  if (rules_.flush() && drain_is_awaited_) turn([this] { rules_.drain(); });
  reschedule();  // an overflow is acted on soon
}

bool LiveSession::writable() const {
  const bool writable = rules_.writable();
  drain_is_awaited_ |= !writable;
  return writable;
}

void LiveSession::prefetch() const {
  runtime::prefetch(*this);
  if (websocket_) websocket_->prefetch();
}

std::size_t LiveSession::queued_bytes() const {
  const std::size_t bytes = rules_.queued_bytes();
  drain_is_awaited_ |= bytes > 0;
  return bytes;
}

void LiveSession::close(CloseReason reason) {
  turn([&] { rules_.close(reason, now()); });
}

bool LiveSession::poll_arrived(PendingPoll& poll) {
  if (!rules_.accepts_poll()) {
    turn([this] { rules_.poll_overlapped(); });
    return false;
  }
  pending_poll_ = &poll;
  turn([this] { rules_.poll_arrived(); });
  return true;
}

void LiveSession::poll_lost() {
  pending_poll_ = nullptr;
  turn([this] { rules_.poll_lost(); });
}

void LiveSession::answer_lost() {
  turn([this] { rules_.answer_lost(); });
}

bool LiveSession::post_arrived(net::Exchange& exchange) {
  if (!rules_.accepts_post()) {
    turn([this] { rules_.post_overlapped(); });
    return false;
  }
  rules_.post_arrived();
  receiving_ = &exchange;
  return true;
}

void LiveSession::post_ended() {
  rules_.post_ended();
  receiving_ = nullptr;
}

bool LiveSession::post_received(std::string_view body) {
  bool well_formed = true;
  turn([&] {
    PayloadReader reader(base::is_utf8(body) ? body : std::string_view());
    Packet packet;
    while (rules_.is_open()) {
      const PayloadReader::Step step = reader.next(packet);
      if (step == PayloadReader::Step::kEnd) return;
      well_formed = step == PayloadReader::Step::kPacket;
      rules_.packet(well_formed ? std::optional(packet) : std::nullopt, now());
    }
  });
  return well_formed;
}

void LiveSession::post_failed() {
  turn([this] { rules_.post_failed(); });
}

bool LiveSession::upgrade_opened(std::shared_ptr<WebSocketLink> link) {
  if (!rules_.accepts_probe()) return false;
  probe_ = std::move(link);
  turn([this] { rules_.probe_opened(now()); });
  return true;
}

void LiveSession::link_message(const WebSocketLink& link, std::string_view payload, bool binary) {
  const auto packet =
      binary ? std::optional(Packet{PacketType::kMessage, payload, true}) : decode_text_packet(payload);
  turn([&] {
    if (&link == websocket_.get()) {
      rules_.packet(packet, now());
    } else if (&link == probe_.get()) {
      rules_.probe_packet(packet, now());
    }
  });
}

void LiveSession::link_written(const WebSocketLink& link) {
  if (&link != websocket_.get() && &link != probe_.get()) return;
  turn([this] { rules_.write_done(); });
}

void LiveSession::link_lost(const WebSocketLink& link, CloseReason reason) {
  turn([&] {
    if (&link == websocket_.get()) {
      rules_.websocket_lost(reason);
    } else if (&link == probe_.get()) {
      host_.upgrade_failed();
      probe_.reset();
      rules_.probe_lost();
    }
  });
}

void LiveSession::answer_poll(std::string body) {
  PendingPoll* const poll = std::exchange(pending_poll_, nullptr);
  poll->body = std::move(body);
  poll->settled.notify();
}

bool LiveSession::write_websocket(std::vector<Frame> frames) {
  return websocket_->write(std::move(frames));
}

void LiveSession::close_websocket() {
  websocket_->close();
}

void LiveSession::abort_websocket() {
  websocket_->abort();
}

bool LiveSession::write_probe(Frame frame) {
  std::vector<Frame> frames;
  frames.push_back(std::move(frame));
  return probe_->write(std::move(frames));
}

void LiveSession::close_probe() {
  host_.upgrade_failed();
  std::exchange(probe_, nullptr)->close();
}

void LiveSession::adopt_probe() {
  websocket_ = std::move(probe_);
  host_.upgraded();
}

void LiveSession::forget() {
  host_.forget(*this);
}

void LiveSession::message(std::string_view payload, bool binary) {
  if (const auto listener = listener_) listener->on_message(payload, binary);
}

void LiveSession::drained() {
  if (!std::exchange(drain_is_awaited_, false)) return;
  if (const auto listener = listener_) listener->on_drain();
}

void LiveSession::closed(CloseReason reason) {
  host_.closed(reason);
  if (const auto listener = std::exchange(listener_, nullptr)) listener->on_close(reason);
}

}  // namespace engineio
