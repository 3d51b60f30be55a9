// What the conformance server tells of itself at GET /stats, for tests that watch it under load.
#pragma once

#include <functional>

#include <engineio/server.h>
#include <net/exchange.h>
#include <net/http_server.h>

namespace conformance {

struct Stats {
  engineio::Counts sockets;
  net::HttpServerCounts http;
};

// Answers JSON: open and opened Socket.IO sessions, open connections, and the bytes of heap in use: what has
// been allocated and not freed, without what the allocator keeps. `current` is asked on the server's loop.
[[nodiscard]] net::Handler stats_handler(std::function<Stats()> current);

}  // namespace conformance
