// What a server holds.
#pragma once

#include <memory>
#include <utility>

#include <socketio/server.h>

#include "namespaces.h"

namespace socketio {

struct Server::State {
  State(Server& server, const runtime::Executor& on, Options settings,
        engineio::Server::SessionHandler on_session)
      : executor(on),
        options(std::move(settings)),
        namespaces(std::make_shared<Namespaces>(server, options)),
        engine(on, options.engine, std::move(on_session)) {}

  runtime::Executor executor;
  Options options;
  const std::shared_ptr<Namespaces> namespaces;
  engineio::Server engine;
};

}  // namespace socketio
