#include <algorithm>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include <engineio/frame.h>
#include <socketio/encoder.h>
#include <socketio/packet.h>

#include "connection.h"
#include "namespace_state.h"

namespace socketio {

Broadcast::Broadcast(Namespace& target) : namespace_(target.shared_from_this()) {}

Broadcast Broadcast::to(std::string room) && {
  rooms_.push_back(std::move(room));
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

std::vector<std::shared_ptr<Socket>> Broadcast::sockets() const {
  const Namespace::State& state = *namespace_->state_;
  const auto collect = [&state](const std::vector<std::string>& rooms) {
    std::unordered_set<Socket*> found;
    for (const std::string& room : rooms) {
      if (const auto own = state.sockets.find(room); own != state.sockets.end())
        found.insert(own->second.get());
      if (const auto* members = state.rooms.members(room)) found.insert(members->begin(), members->end());
    }
    return found;
  };
  const std::unordered_set<Socket*> excepted = collect(excepted_);
  std::vector<std::shared_ptr<Socket>> targets;
  if (rooms_.empty()) {
    targets.reserve(state.sockets.size());
    for (const auto& [id, socket] : state.sockets) {
      if (!excepted.contains(socket.get())) targets.push_back(socket);
    }
  } else {
    for (Socket* const socket : collect(rooms_)) {
      if (!excepted.contains(socket)) targets.push_back(socket->shared_from_this());
    }
  }
  return targets;
}

void Broadcast::send(std::string_view event, Arguments args) const {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  deliver(receivers(), encode_event(namespace_->name(), event, args.values, args.attachments.size(), {}),
          std::move(args.attachments));
}

void Broadcast::emit_encoded(std::string_view event, std::string_view json) const {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  deliver(receivers(), encode_event_json(namespace_->name(), event, json), {});
}

std::vector<std::shared_ptr<Socket>> Broadcast::receivers() const {
  auto targets = sockets();
  if (volatile_) std::erase_if(targets, [](const auto& socket) { return !socket->writable(); });
  return targets;
}

void Broadcast::deliver(const std::vector<std::shared_ptr<Socket>>& targets, std::string packet,
                        std::vector<std::string> attachments) {
  std::vector<engineio::Frame> frames;
  frames.push_back(engineio::Frame::text(std::move(packet)));
  for (std::string& bytes : attachments) frames.push_back(engineio::Frame::binary(std::move(bytes)));
  for (engineio::Frame& frame : frames) frame.share();
  for (const auto& socket : targets) {
    for (const engineio::Frame& frame : frames) socket->connection_->session().send(frame);
  }
}

void Broadcast::disconnect_sockets(bool close_transport) const {
  for (const auto& socket : sockets()) socket->disconnect(close_transport);
}

}  // namespace socketio
