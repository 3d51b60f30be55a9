#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <base/ids.h>
#include <runtime/log.h>
#include <socketio/encoder.h>
#include <socketio/packet.h>

#include "connection.h"
#include "namespace_state.h"
#include "recovery.h"
#include "socket_handlers.h"

namespace socketio {
namespace {

constexpr std::size_t kIdBytes = 15;  // 20 characters

}  // namespace

Socket::Socket(Namespace& joined, std::shared_ptr<Connection> connection, boost::json::object auth)
    : namespace_(joined.shared_from_this()),
      connection_(std::move(connection)),
      session_(&connection_->session()),
      handshake_(session_->handshake()),
      id_(base::random_token(kIdBytes)),
      auth_(std::move(auth)),
      handlers_(std::make_unique<Handlers>()) {}

Socket::~Socket() = default;

void Socket::on_disconnecting(DisconnectHandler handler) {
  if (handlers_) handlers_->disconnecting = std::make_shared<const DisconnectHandler>(std::move(handler));
}

void Socket::on_disconnect(DisconnectHandler handler) {
  if (handlers_) handlers_->disconnect = std::make_shared<const DisconnectHandler>(std::move(handler));
}

void Socket::on_drain(DrainHandler handler) {
  if (handlers_) handlers_->drain = std::make_shared<const DrainHandler>(std::move(handler));
}

bool Socket::is_listening(std::string_view event) const {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  return connected() || away();
}

std::string Socket::begin_packet(std::string_view event, std::size_t bytes) const {
  return begin_event(namespace_->name(), event, bytes);
}

void Socket::send_event(std::string_view event, Arguments args, bool is_volatile) {
  if (!is_listening(event) || (is_volatile && !writable())) return;
  std::string packet = encode_event(namespace_->name(), event, args.values, args.attachments.size(), {});
  send_packet(std::move(packet), std::move(args.attachments), is_volatile);
}

void Socket::emit_encoded(std::string_view event, std::string_view json) {
  if (is_listening(event)) send_packet(encode_event_json(namespace_->name(), event, json), {}, false);
}

void Socket::send_packet(std::string packet, std::vector<std::string> attachments, bool is_volatile) {
  if (recoverable_) return send_recoverable(std::move(packet), std::move(attachments), is_volatile);
  // Most events have none, and need not touch the connection.
  if (attachments.empty()) return session_->send(engineio::Frame::text(std::move(packet)));
  connection_->send(std::move(packet), std::move(attachments));
}

void Socket::send_ack(std::uint64_t id, Arguments args) {
  if (!connected()) return;
  std::string packet = encode_ack(namespace_->name(), id, args.values, args.attachments.size());
  connection_->send(std::move(packet), std::move(args.attachments));
}

void Socket::join(std::string room) {
  if (connected() || away()) namespace_->state_->rooms.join(this, std::move(room));
}

void Socket::join(std::initializer_list<std::string> rooms) {
  for (const std::string& room : rooms) join(room);
}

void Socket::leave(std::string_view room) {
  namespace_->state_->rooms.leave(this, room);
}

std::vector<std::string> Socket::rooms() const {
  return namespace_->state_->rooms.rooms_of(const_cast<Socket*>(this));
}

Broadcast Socket::broadcast() const {
  return Broadcast(*namespace_).except(id_);
}

Broadcast Socket::to(std::string room) const {
  return broadcast().to(std::move(room));
}

Broadcast Socket::to(std::initializer_list<std::string> rooms) const {
  return broadcast().to(rooms);
}

Broadcast Socket::except(std::string room) const {
  return broadcast().except(std::move(room));
}

bool Socket::writable() const {
  return connected() && session_->writable();
}

std::size_t Socket::queued_bytes() const {
  return connected() ? session_->queued_bytes() : 0;
}

void Socket::prefetch() const {
  if (connected()) session_->prefetch();
}

void Socket::disconnect(bool close_transport) {
  const auto self = shared_from_this();
  if (away()) return forget();
  const auto connection = connection_;
  if (!connection) return;
  if (state_ == State::kJoined) {
    connection->expel(*this);
    left(DisconnectReason::kServerNamespaceDisconnect);
  }
  if (close_transport) connection->disconnect_all();
}

void Socket::joined() {
  state_ = State::kJoined;
  namespace_->state_->sockets.emplace(id_, shared_from_this());
  if (recovery().is_offered_to(*handshake_)) recovery().enable(*this);
}

void Socket::drained() {
  const auto handler = handlers_ ? handlers_->drain : nullptr;
  // One socket's handler may have filled the transport that another's was to be told of.
  if (handler && writable()) (*handler)();
}

void Socket::left(DisconnectReason reason) {
  if (state_ != State::kJoined) return;
  const auto self = shared_from_this();
  state_ = State::kLeft;
  // Handlers often hold the socket: without them nothing keeps it alive by itself.
  const auto handlers = std::move(handlers_);
  tell(handlers->disconnecting, reason);
  namespace_->state_->rooms.leave_all(this);
  namespace_->state_->sockets.erase(id_);
  fail_acks(*handlers);
  if (recoverable_) recovery().forget(*this);
  recoverable_.reset();
  connection_.reset();
  tell(handlers->disconnect, reason);
}

void Socket::tell(const std::shared_ptr<const DisconnectHandler>& handler, DisconnectReason reason) {
  if (!handler) return;
  try {
    (*handler)(reason);
  } catch (const std::exception& error) {
    runtime::log(runtime::LogLevel::kError, std::string("A disconnect handler failed: ") + error.what());
  }
}

void Socket::abandoned() {
  state_ = State::kLeft;
  handlers_.reset();
  connection_.reset();
}

}  // namespace socketio
