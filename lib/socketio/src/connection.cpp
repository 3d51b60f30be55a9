#include "connection.h"

#include <algorithm>
#include <utility>

#include <socketio/encoder.h>

#include "namespace_state.h"
#include "server_state.h"

namespace socketio {

Connection::Connection(Server& server, std::shared_ptr<engineio::Session> session)
    : server_(&server),
      session_(std::move(session)),
      decoder_({.max_attachments = server.state_->options.max_attachments}) {}

void Connection::start() {
  const base::SteadyTime deadline = base::SteadyTime::clock::now() + server_->state_->options.connect_timeout;
  connect_deadline_ = server_->state_->engine.deadlines().add(deadline, [weak = weak_from_this()] {
    const auto connection = weak.lock();
    if (!connection) return;
    connection->connect_deadline_.reset();
    connection->session_->close();
  });
}

void Connection::stop_connect_deadline() {
  if (!connect_deadline_) return;
  server_->state_->engine.deadlines().cancel(*connect_deadline_);
  connect_deadline_.reset();
}

void Connection::on_message(std::string_view payload, bool binary) {
  switch (binary ? decoder_.binary(payload) : decoder_.text(payload)) {
    case Decoder::Step::kIncomplete:
      return;
    case Decoder::Step::kError:
      return fail();
    case Decoder::Step::kPacket:
      return handle(decoder_.take());
  }
}

void Connection::handle(Packet packet) {
  const Entry* const entry = find(packet.nsp);
  const Membership membership = entry != nullptr ? entry->membership : Membership::kAbsent;
  const auto socket = entry != nullptr ? entry->socket : nullptr;
  boost::json::object auth;
  Namespaces::Admission admission;
  if (packet.type == PacketType::kConnect && !socket) {
    if (packet.data) auth = std::move(packet.data->as_object());
    admission = server_->state_->namespaces->admit(packet.nsp, auth);
    if (!session_->is_open()) return;  // a predicate's doing
  }
  const auto arguments = [&packet] {
    Arguments made{{}, std::move(packet.attachments)};
    if (packet.data) made.values = std::move(packet.data->as_array());
    return made;
  };
  switch (decide(packet, membership, admission.nsp != nullptr)) {
    case Decision::kJoin:
      return join(*admission.nsp, std::move(auth));
    case Decision::kRefuseUnknown:
      return refuse(packet.nsp, admission.refusal);
    case Decision::kDispatch: {
      Arguments args = arguments();
      const boost::json::value& first = args.values.front();
      // JavaScript's property names are strings: on(5) and on("5") are the same.
      std::string name = first.is_string() ? std::string(first.get_string()) : boost::json::serialize(first);
      args.values.erase(args.values.begin());
      return socket->dispatch(std::move(name), std::move(args), packet.had_lone_surrogate, packet.ack_id);
    }
    case Decision::kResolveAck:
      return socket->resolve_ack(packet.ack_id.value(), arguments());
    case Decision::kLeave:
      erase(packet.nsp);
      return socket->left(DisconnectReason::kClientNamespaceDisconnect);
    case Decision::kIgnore:
      return;
    case Decision::kProtocolError:
      return fail();
  }
}

void Connection::fail() {
  session_->close();
}

Connection::Entry* Connection::find(std::string_view nsp) {
  const auto found = std::ranges::find(entries_, nsp, &Entry::nsp);
  return found == entries_.end() ? nullptr : &*found;
}

void Connection::erase(std::string_view nsp) {
  std::erase_if(entries_, [nsp](const Entry& entry) { return entry.nsp == nsp; });
}

bool Connection::make_room() {
  if (entries_.size() < server_->state_->options.max_namespaces_per_session) return true;
  const auto ended = std::ranges::find(entries_, Membership::kExpelled, &Entry::membership);
  if (ended == entries_.end()) return false;
  entries_.erase(ended);
  return true;
}

void Connection::join(Namespace& nsp, boost::json::object auth) {
  erase(nsp.name());  // of an earlier membership that the server ended
  if (!make_room()) return refuse(nsp.name(), "Too many namespaces");
  const auto socket = std::make_shared<Socket>(nsp, shared_from_this(), std::move(auth));
  entries_.push_back({nsp.name(), Membership::kJoining, socket});
  const Recovery& recovery = server_->state_->recovery;
  if (recovery.skips_middlewares() && recovery.find(*socket)) return finish_join(socket);
  run_middleware(socket, 0);
}

void Connection::refuse(std::string_view nsp, std::string_view message, const boost::json::value& data) {
  send(encode_connect_error(nsp, message, data), {});
}

void Connection::run_middleware(const std::shared_ptr<Socket>& socket, std::size_t index) {
  const auto& middlewares = socket->nsp().state_->middlewares;
  if (index >= middlewares.size()) return finish_join(socket);
  const Namespace::Middleware middleware = middlewares[index];  // may add another while it runs
  auto next = [weak = weak_from_this(), socket, index,
               called = std::make_shared<bool>(false)](std::optional<ConnectError> error) {
    const auto connection = weak.lock();
    if (connection && !std::exchange(*called, true)) connection->decided(socket, index, std::move(error));
  };
  middleware(socket, std::move(next));
}

void Connection::decided(const std::shared_ptr<Socket>& socket, std::size_t index,
                         std::optional<ConnectError> error) {
  const std::string& nsp = socket->nsp().name();
  const Entry* const entry = find(nsp);
  if (entry == nullptr || entry->socket != socket) return;  // the session ended meanwhile
  if (!error) return run_middleware(socket, index + 1);
  erase(nsp);
  socket->abandoned();
  refuse(nsp, error->message, error->data);
}

std::shared_ptr<Socket> Connection::recover(const Socket& joining, std::vector<engineio::Frame>& missed) {
  auto kept = server_->state_->recovery.find(joining);
  if (!kept) return nullptr;
  // Its loss has not been noticed yet.
  if (const auto old = kept->connection_) old->session_->close(engineio::CloseReason::kTransportError);
  if (!kept->away()) return nullptr;
  auto found = kept->missed_since(joining.auth());
  if (!found) {
    kept->forget();
    return nullptr;
  }
  missed = std::move(*found);
  return kept;
}

void Connection::finish_join(std::shared_ptr<Socket> socket) {
  std::vector<engineio::Frame> missed;
  const auto kept = recover(*socket, missed);
  Entry* const entry = find(socket->nsp().name());
  if (entry == nullptr || entry->socket != socket) return;  // the session ended meanwhile
  if (kept) {
    kept->came_back(*socket);
    socket = kept;
  } else {
    socket->joined();
  }
  *entry = {std::move(entry->nsp), Membership::kJoined, socket};
  stop_connect_deadline();
  send(encode_connect(socket->nsp().name(), socket->id(), socket->private_id()), {});
  // After the CONNECT: JavaScript keeps what precedes it until it comes, without counting it as received. If
  // the line broke in between, the client would be sent it once more, and have it twice.
  session_->send_all(std::move(missed));
  const auto& handlers = socket->nsp().state_->connection_handlers;
  for (std::size_t i = 0; i < handlers.size() && socket->connected(); ++i) {
    const Namespace::ConnectionHandler handler = handlers[i];
    handler(socket);
  }
}

void Connection::send(std::string packet, std::vector<std::string> attachments) {
  session_->send(engineio::Frame::text(std::move(packet)));
  for (std::string& bytes : attachments) session_->send(engineio::Frame::binary(std::move(bytes)));
}

void Connection::expel(const Socket& socket) {
  if (Entry* const entry = find(socket.nsp().name())) {
    *entry = {std::move(entry->nsp), Membership::kExpelled, nullptr};
  }
  send(encode_disconnect(socket.nsp().name()), {});
}

void Connection::disconnect_all() {
  const auto self = shared_from_this();
  std::vector<std::shared_ptr<Socket>> sockets;
  for (const Entry& entry : entries_) {
    if (entry.membership == Membership::kJoined) sockets.push_back(entry.socket);
  }
  for (const auto& socket : sockets) socket->disconnect(false);
  session_->close();
}

void Connection::on_drain() {
  // A handler may join or leave other namespaces.
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].membership != Membership::kJoined) continue;
    const auto socket = entries_[i].socket;
    socket->drained();
  }
}

void Connection::on_close(engineio::CloseReason reason) {
  stop_connect_deadline();
  for (Entry& entry : std::exchange(entries_, {})) {
    if (entry.membership == Membership::kJoined) entry.socket->lost(reason_of(reason));
    if (entry.membership == Membership::kJoining) entry.socket->abandoned();
  }
}

}  // namespace socketio
