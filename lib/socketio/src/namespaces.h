// The namespaces of a server, by name: those that the application made, and those made for clients.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/json.hpp>

#include <socketio/options.h>
#include <socketio/parent_namespace.h>

#include "rooms.h"

namespace socketio {

// Owned by the server. Children know it weakly: one that is kept by the application may outlive it.
class Namespaces : public std::enable_shared_from_this<Namespaces> {
 public:
  // A client's names are kept: a longer one is unknown, whatever a predicate would say.
  static constexpr std::size_t kLongestChildName = 256;

  Namespaces(Server& server, const Options& options) : server_(&server), options_(&options) {}
  Namespaces(const Namespaces&) = delete;
  Namespaces& operator=(const Namespaces&) = delete;

  // Made when there is none; stays to the end.
  Namespace& of(std::string name);
  ParentNamespace& of(ParentNamespace::Predicate predicate);

  // nullptr when there is none.
  [[nodiscard]] std::shared_ptr<Namespace> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::shared_ptr<Namespace>> children_of(const ParentNamespace& parent) const;

  struct Admission {
    std::shared_ptr<Namespace> nsp;  // or nullptr, and
    std::string_view refusal;        // what the client is told
  };
  // The namespace for a client that asks for it. Predicates are asked at each join, not only at the first:
  // what they say may depend on `auth`.
  [[nodiscard]] Admission admit(std::string_view name, const boost::json::object& auth);

  // A child's last word.
  void forget(const Namespace& child);

 private:
  struct Slot {
    std::weak_ptr<Namespace> nsp;
    std::shared_ptr<Namespace> kept;  // unless it may go when it is empty
  };

  [[nodiscard]] Admission make_child(ParentNamespace& parent, std::string_view name);

  Server* server_;
  const Options* options_;
  std::unordered_map<std::string, Slot, StringHash, std::equal_to<>> slots_;
  std::vector<std::unique_ptr<ParentNamespace>> parents_;
  std::size_t children_ = 0;
};

}  // namespace socketio
