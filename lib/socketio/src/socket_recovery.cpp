// What becomes of a socket whose client has lost its connection.
#include <utility>

#include <socketio/encoder.h>

#include "connection.h"
#include "namespace_state.h"
#include "recovery.h"
#include "server_state.h"
#include "socket_handlers.h"

namespace socketio {
namespace {

// Nobody left on purpose, and the client may well be able to come back and behave.
bool is_accidental(DisconnectReason reason) {
  switch (reason) {
    case DisconnectReason::kPingTimeout:
    case DisconnectReason::kTransportClose:
    case DisconnectReason::kTransportError:
    case DisconnectReason::kForcedClose:
    case DisconnectReason::kBufferOverflow:
      return true;
    default:
      return false;
  }
}

}  // namespace

Recovery& Socket::recovery() const {
  return namespace_->server_->state_->recovery;
}

bool Socket::recovered() const {
  return recoverable_ && recoverable_->recovered;
}

std::string_view Socket::private_id() const {
  return recoverable_ ? std::string_view(recoverable_->private_id) : std::string_view();
}

void Socket::send_recoverable(std::string packet, std::vector<std::string> attachments, bool is_volatile) {
  std::uint64_t& last_offset = namespace_->state_->last_offset;
  if (!is_volatile) ++last_offset;
  auto frames = shared_frames(with_offset(packet, last_offset), std::move(attachments));
  if (!is_volatile) return send_logged(last_offset, std::move(frames));
  connection_->session().send_all(std::move(frames));
}

void Socket::send_logged(std::uint64_t offset, std::vector<engineio::Frame> frames) {
  recovery().log(*this, offset, frames);
  if (connected()) connection_->session().send_all(std::move(frames));
}

std::optional<std::vector<engineio::Frame>> Socket::missed_since(const boost::json::object& auth) const {
  const auto offset = offset_in(auth);
  if (!offset || *offset > namespace_->state_->last_offset) return std::nullopt;
  return recoverable_->log.after(*offset);
}

void Socket::lost(DisconnectReason reason) {
  if (state_ == State::kJoined && recoverable_ && is_accidental(reason)) return go_away(reason);
  left(reason);
}

void Socket::go_away(DisconnectReason reason) {
  const auto self = shared_from_this();
  state_ = State::kAway;
  connection_.reset();
  namespace_->state_->sockets.erase(id_);
  namespace_->state_->away.emplace(id_, this);
  const auto disconnecting = handlers_->disconnecting;
  const auto disconnect = handlers_->disconnect;
  tell(disconnecting, reason);
  if (handlers_) fail_acks(*handlers_);
  if (away()) recovery().went_away(*this);
  tell(disconnect, reason);
}

void Socket::came_back(Socket& joining) {
  state_ = State::kJoined;
  namespace_->state_->away.erase(id_);
  namespace_->state_->sockets.emplace(id_, shared_from_this());
  connection_ = std::move(joining.connection_);
  session_ = joining.session_;
  handshake_ = joining.handshake_;
  auth_ = std::move(joining.auth_);
  // A middleware's, when they were asked.
  if (joining.data.has_value()) data = std::move(joining.data);
  joining.abandoned();
  recovery().came_back(*this);
}

void Socket::forget() {
  const auto self = shared_from_this();
  state_ = State::kLeft;
  namespace_->state_->rooms.leave_all(this);
  namespace_->state_->away.erase(id_);
  recovery().forget(*this);
  recoverable_.reset();
  const auto handlers = std::move(handlers_);  // what they hold may hold the socket
}

}  // namespace socketio
