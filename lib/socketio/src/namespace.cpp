#include <utility>

#include <socketio/namespace.h>

#include "namespace_state.h"
#include "namespaces.h"

namespace socketio {

Namespace::Namespace(Server& server, std::string name)
    : server_(&server), name_(std::move(name)), state_(std::make_unique<State>()) {}

Namespace::~Namespace() {
  if (const auto home = state_->home.lock()) home->forget(*this);
}

void Namespace::use(Middleware middleware) {
  state_->middlewares.push_back(std::move(middleware));
}

void Namespace::on_connection(ConnectionHandler handler) {
  state_->connection_handlers.push_back(std::move(handler));
}

std::size_t Namespace::size() const {
  return state_->sockets.size();
}

std::shared_ptr<Socket> Namespace::socket(std::string_view id) const {
  const auto found = state_->sockets.find(id);
  return found == state_->sockets.end() ? nullptr : found->second;
}

}  // namespace socketio
