#include <algorithm>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include <engineio/frame.h>
#include <socketio/encoder.h>
#include <socketio/packet.h>

#include "connection.h"
#include "namespace_state.h"
#include "recovery.h"

namespace socketio {

Broadcast::Broadcast(Namespace& target) : namespace_(target.shared_from_this()) {}

Broadcast Broadcast::to(std::string room) && {
  rooms_.push_back(std::move(room));
  return std::move(*this);
}

Broadcast Broadcast::to(std::initializer_list<std::string> rooms) && {
  rooms_.insert(rooms_.end(), rooms);
  return std::move(*this);
}

Broadcast Broadcast::except(std::string room) && {
  excepted_.push_back(std::move(room));
  return std::move(*this);
}

Broadcast Broadcast::as_volatile() && {
  volatile_ = true;
  return std::move(*this);
}

std::vector<std::shared_ptr<Socket>> Broadcast::addressees() const {
  const Namespace::State& state = *namespace_->state_;
  const auto collect = [&state](const std::vector<std::string>& rooms) {
    std::unordered_set<Socket*> found;
    for (const std::string& room : rooms) {
      if (const auto own = state.sockets.find(room); own != state.sockets.end())
        found.insert(own->second.get());
      if (const auto own = state.away.find(room); own != state.away.end()) found.insert(own->second);
      if (const auto* members = state.rooms.members(room)) found.insert(members->begin(), members->end());
    }
    return found;
  };
  const std::unordered_set<Socket*> excepted = collect(excepted_);
  std::vector<std::shared_ptr<Socket>> targets;
  if (rooms_.empty()) {
    targets.reserve(state.sockets.size() + state.away.size());
    for (const auto& [id, socket] : state.sockets) {
      if (!excepted.contains(socket.get())) targets.push_back(socket);
    }
    for (const auto& [id, socket] : state.away) {
      if (!excepted.contains(socket)) targets.push_back(socket->shared_from_this());
    }
  } else {
    for (Socket* const socket : collect(rooms_)) {
      if (!excepted.contains(socket)) targets.push_back(socket->shared_from_this());
    }
  }
  return targets;
}

std::vector<std::shared_ptr<Socket>> Broadcast::sockets() const {
  auto found = addressees();
  std::erase_if(found, [](const auto& socket) { return socket->away(); });
  return found;
}

void Broadcast::send(std::string_view event, Arguments args) const {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  send_packet(encode_event(namespace_->name(), event, args.values, args.attachments.size(), {}),
              std::move(args.attachments));
}

void Broadcast::emit_encoded(std::string_view event, std::string_view json) const {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  send_packet(encode_event_json(namespace_->name(), event, json), {});
}

void Broadcast::send_packet(std::string packet, std::vector<std::string> attachments) const {
  const std::vector<engineio::Frame> frames = shared_frames(std::move(packet), std::move(attachments));
  std::uint64_t& last_offset = namespace_->state_->last_offset;
  std::vector<engineio::Frame> with_offset;  // made for the first who needs it
  for (const auto& socket : addressees()) {
    if (volatile_ ? !socket->writable() : !socket->connected() && !socket->away()) continue;
    if (!socket->recoverable_) {
      for (const engineio::Frame& frame : frames) socket->connection_->session().send(frame);
      continue;
    }
    if (with_offset.empty()) {
      if (!volatile_) ++last_offset;
      with_offset = frames;
      with_offset.front() = offset_frame(frames.front(), last_offset);
    }
    if (volatile_) {
      socket->connection_->session().send_all(with_offset);
    } else {
      socket->send_logged(last_offset, with_offset);
    }
  }
}

std::vector<std::shared_ptr<Socket>> Broadcast::receivers() const {
  auto targets = sockets();
  if (volatile_) std::erase_if(targets, [](const auto& socket) { return !socket->writable(); });
  return targets;
}

void Broadcast::ask(const std::vector<std::shared_ptr<Socket>>& targets, std::string packet,
                    std::vector<std::string> attachments) {
  const std::vector<engineio::Frame> frames = shared_frames(std::move(packet), std::move(attachments));
  for (const auto& socket : targets) {
    for (const engineio::Frame& frame : frames) socket->connection_->session().send(frame);
  }
}

void Broadcast::sockets_join(const std::string& room) const {
  for (const auto& socket : sockets()) socket->join(room);
}

void Broadcast::sockets_leave(std::string_view room) const {
  for (const auto& socket : sockets()) socket->leave(room);
}

void Broadcast::disconnect_sockets(bool close_transport) const {
  for (const auto& socket : addressees()) socket->disconnect(close_transport);
}

}  // namespace socketio
