// Namespaces whose names are not known beforehand ("/lab-17"): who may have one, and what all of them share.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <socketio/namespace.h>

namespace socketio {

class Namespaces;

// Made by Server::of(predicate), and owned by the server to its end. Everything is called on the server's
// loop.
//
// Its children are namespaces like others. A child is made when the first client joins it, and lives as long
// as anything refers to it: a socket, a Broadcast, a shared pointer. So an empty one is gone when the last
// that held it is gone, and a name never stands for two of them. See Options::cleanup_empty_child_namespaces
// and max_child_namespaces.
class ParentNamespace {
 public:
  // Whether a client with that auth may join a namespace of that name.
  using Predicate = std::function<bool(std::string_view name, const boost::json::object& auth)>;

  // Made by its server.
  ParentNamespace(std::weak_ptr<const Namespaces> home, Predicate predicate);
  ~ParentNamespace();
  ParentNamespace(const ParentNamespace&) = delete;
  ParentNamespace& operator=(const ParentNamespace&) = delete;

  // As for a Namespace; a child has those that were added before it was made.
  void use(Namespace::Middleware middleware);
  void on_connection(Namespace::ConnectionHandler handler);

  // To every socket of every child.
  template <class... T>
  void emit(std::string_view event, const T&... args) const {
    for (const auto& child : children()) child->emit(event, args...);
  }
  // Those that are there now.
  [[nodiscard]] std::vector<std::shared_ptr<Namespace>> children() const;

 private:
  friend class Namespaces;

  std::weak_ptr<const Namespaces> home_;
  Predicate predicate_;
  std::vector<Namespace::Middleware> middlewares_;
  std::vector<Namespace::ConnectionHandler> connection_handlers_;
};

}  // namespace socketio
