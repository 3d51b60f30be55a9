// The handlers of the events that a client sends.
#include <algorithm>
#include <utility>

#include "socket_handlers.h"

namespace socketio {

void Socket::on(std::string event, EventHandler handler) {
  set_handler(std::move(event), std::move(handler), false);
}

void Socket::once(std::string event, EventHandler handler) {
  set_handler(std::move(event), std::move(handler), true);
}

void Socket::set_handler(std::string event, EventHandler handler, bool once) {
  if (!handlers_) return;
  off(event);
  handlers_->events.push_back(
      {std::move(event), std::make_shared<const EventHandler>(std::move(handler)), once});
}

void Socket::off(std::string_view event) {
  if (handlers_) std::erase_if(handlers_->events, [event](const auto& entry) { return entry.name == event; });
}

void Socket::on_any(AnyHandler handler) {
  if (handlers_) handlers_->any = std::make_shared<const AnyHandler>(std::move(handler));
}

void Socket::off_any() {
  if (handlers_) handlers_->any.reset();
}

void Socket::dispatch(std::string event, Arguments args, bool lone_surrogate,
                      std::optional<std::uint64_t> ack_id) {
  Event received(std::move(event), std::move(args), lone_surrogate, weak_from_this(), ack_id);
  if (const auto any = handlers_->any) {
    (*any)(received);
    if (!handlers_) return;  // it has ended the socket
  }
  const auto known = std::ranges::find(handlers_->events, received.name, &Handlers::OfEvent::name);
  if (known == handlers_->events.end()) return;
  const auto handler = known->handler;
  if (known->once) handlers_->events.erase(known);
  (*handler)(std::move(received));
}

}  // namespace socketio
