// What the conformance server does with its clients.
#pragma once

#include <memory>

#include <engineio/session.h>
#include <socketio/server.h>

namespace conformance {

// Sends every message back as it came.
[[nodiscard]] std::shared_ptr<engineio::SessionListener> echo(
    const std::shared_ptr<engineio::Session>& session);

// "/" and "/custom" as the protocol's test suite wants them; "/guarded" lets in who has a token;
// "/dynamic-17" and the like are made when asked for; "/lab" does on request what a server can do to its
// clients.
void add_namespaces(socketio::Server& io);

}  // namespace conformance
