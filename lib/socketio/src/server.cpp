#include <utility>

#include "connection.h"
#include "server_state.h"

namespace socketio {

Server::Server(const runtime::Executor& executor, Options options) {
  auto on_session = [this](const std::shared_ptr<engineio::Session>& session) {
    auto connection = std::make_shared<Connection>(*this, session);
    connection->start();
    return connection;
  };
  state_ = std::make_unique<State>(*this, executor, std::move(options), std::move(on_session));
}

Server::~Server() = default;

Namespace& Server::of(std::string_view name) {
  return state_->namespaces->of(name.starts_with('/') ? std::string(name) : "/" + std::string(name));
}

ParentNamespace& Server::of(ParentNamespace::Predicate predicate) {
  return state_->namespaces->of(std::move(predicate));
}

std::shared_ptr<Namespace> Server::find(std::string_view name) const {
  return state_->namespaces->find(name);
}

net::Handler Server::handler() {
  return state_->engine.handler();
}

const std::string& Server::path() const {
  return state_->engine.options().path;
}

engineio::Counts Server::counts() const {
  return state_->engine.counts();
}

runtime::Task<> Server::close() {
  return state_->engine.shut_down();
}

}  // namespace socketio
