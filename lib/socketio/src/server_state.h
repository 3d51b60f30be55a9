// What a server holds.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include <socketio/server.h>

#include "rooms.h"

namespace socketio {

struct Server::State {
  State(const runtime::Executor& on, Options settings, engineio::Server::SessionHandler on_session)
      : executor(on), options(std::move(settings)), engine(on, options.engine, std::move(on_session)) {}

  // nullptr when there is none of that name.
  [[nodiscard]] Namespace* find(std::string_view name) const {
    const auto found = namespaces.find(name);
    return found == namespaces.end() ? nullptr : found->second.get();
  }

  runtime::Executor executor;
  Options options;
  std::unordered_map<std::string, std::unique_ptr<Namespace>, StringHash, std::equal_to<>> namespaces;
  engineio::Server engine;
};

}  // namespace socketio
