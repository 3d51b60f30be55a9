#include "namespaces.h"

#include <utility>

#include "namespace_state.h"

namespace socketio {
namespace {

constexpr std::string_view kUnknown = "Invalid namespace";
constexpr std::string_view kTooMany = "Too many namespaces";

}  // namespace

Namespace& Namespaces::of(std::string name) {
  Slot& slot = slots_[name];
  if (!slot.kept) slot.kept = slot.nsp.lock();  // a child that is now the application's too
  if (!slot.kept) slot.kept = std::make_shared<Namespace>(*server_, std::move(name));
  slot.nsp = slot.kept;
  return *slot.kept;
}

ParentNamespace& Namespaces::of(ParentNamespace::Predicate predicate) {
  parents_.push_back(std::make_unique<ParentNamespace>(weak_from_this(), std::move(predicate)));
  return *parents_.back();
}

std::shared_ptr<Namespace> Namespaces::find(std::string_view name) const {
  const auto found = slots_.find(name);
  return found == slots_.end() ? nullptr : found->second.nsp.lock();
}

std::vector<std::shared_ptr<Namespace>> Namespaces::children_of(const ParentNamespace& parent) const {
  std::vector<std::shared_ptr<Namespace>> children;
  for (const auto& [name, slot] : slots_) {
    auto nsp = slot.nsp.lock();
    if (nsp && nsp->state_->parent == &parent) children.push_back(std::move(nsp));
  }
  return children;
}

Namespaces::Admission Namespaces::admit(std::string_view name, const boost::json::object& auth) {
  if (auto nsp = find(name)) {
    const ParentNamespace* const parent = nsp->state_->parent;
    if (parent != nullptr && !parent->predicate_(name, auth)) return {nullptr, kUnknown};
    return {std::move(nsp), {}};
  }
  if (name.size() > kLongestChildName) return {nullptr, kUnknown};
  for (std::size_t i = 0; i < parents_.size(); ++i) {  // a predicate may make namespaces
    if (parents_[i]->predicate_(name, auth)) return make_child(*parents_[i], name);
  }
  return {nullptr, kUnknown};
}

Namespaces::Admission Namespaces::make_child(ParentNamespace& parent, std::string_view name) {
  if (auto made_by_predicate = find(name)) return {std::move(made_by_predicate), {}};
  if (children_ >= options_->max_child_namespaces) return {nullptr, kTooMany};
  auto child = std::make_shared<Namespace>(*server_, std::string(name));
  child->state_->middlewares = parent.middlewares_;
  child->state_->connection_handlers = parent.connection_handlers_;
  child->state_->parent = &parent;
  child->state_->home = weak_from_this();
  ++children_;
  slots_[child->name()] = {child, options_->cleanup_empty_child_namespaces ? nullptr : child};
  return {std::move(child), {}};
}

void Namespaces::forget(const Namespace& child) {
  slots_.erase(child.name());
  --children_;
}

}  // namespace socketio
