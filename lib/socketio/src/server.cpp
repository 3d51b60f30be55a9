#include <utility>

#include <net/router.h>
#include <runtime/log.h>

#include "connection.h"
#include "server_state.h"

namespace socketio {
namespace {

void log_http(std::string_view message) {
  runtime::log(runtime::LogLevel::kWarning, std::string(message));
}

}  // namespace

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
  if (!state_->client) return state_->engine.handler();
  return [client = &*state_->client, engine = state_->engine.handler()](net::Exchange& exchange) {
    return client->has(exchange.request().path) ? client->serve(exchange) : engine(exchange);
  };
}

base::Result<std::uint16_t> Server::listen(const std::string& host, std::uint16_t port, net::Handler others) {
  if (!state_->http) {
    net::Router router;
    router.handle_prefix(path(), handler());
    if (others) router.handle_prefix("/", std::move(others));
    state_->http = std::make_unique<net::HttpServer>(state_->executor, state_->options.http,
                                                     std::move(router), log_http);
  }
  return state_->http->listen(host, port);
}

const std::string& Server::path() const {
  return state_->engine.options().path;
}

engineio::Counts Server::counts() const {
  return state_->engine.counts();
}

std::size_t Server::away() const {
  return state_->recovery.away();
}

runtime::Task<> Server::close() {
  if (state_->http) state_->http->stop_accepting();
  co_await state_->engine.shut_down();
  state_->recovery.clear();
  if (state_->http) co_await state_->http->shut_down();
}

}  // namespace socketio
