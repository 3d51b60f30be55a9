#include <socketio/parent_namespace.h>

#include "namespaces.h"

namespace socketio {

ParentNamespace::ParentNamespace(std::weak_ptr<const Namespaces> home, Predicate predicate)
    : home_(std::move(home)), predicate_(std::move(predicate)) {}

ParentNamespace::~ParentNamespace() = default;

void ParentNamespace::use(Namespace::Middleware middleware) {
  middlewares_.push_back(std::move(middleware));
}

void ParentNamespace::on_connection(Namespace::ConnectionHandler handler) {
  connection_handlers_.push_back(std::move(handler));
}

std::vector<std::shared_ptr<Namespace>> ParentNamespace::children() const {
  const auto home = home_.lock();
  return home ? home->children_of(*this) : std::vector<std::shared_ptr<Namespace>>();
}

}  // namespace socketio
