// What a server holds.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <socketio/server.h>

#include "client_bundle.h"
#include "namespaces.h"
#include "recovery.h"

namespace socketio {

struct Server::State {
  State(Server& server, const runtime::Executor& on, Options settings,
        engineio::Server::SessionHandler on_session)
      : executor(on),
        options(std::move(settings)),
        namespaces(std::make_shared<Namespaces>(server, options)),
        client(
            options.client_directory.empty()
                ? std::optional<ClientBundle>()
                : std::optional<ClientBundle>(std::in_place, options.client_directory, options.engine.path)),
        engine(on, options.engine, std::move(on_session)),
        recovery(options.recovery, options.engine, engine.deadlines()) {}

  runtime::Executor executor;
  Options options;
  const std::shared_ptr<Namespaces> namespaces;
  std::optional<ClientBundle> client;
  engineio::Server engine;
  Recovery recovery;
  std::unique_ptr<net::HttpServer> http;  // from the first `listen`
};

}  // namespace socketio
