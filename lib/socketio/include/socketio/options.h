// The settings of a Socket.IO server.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include <engineio/options.h>
#include <engineio/session.h>
#include <net/http_server.h>

namespace socketio {

class Socket;

// Connection state recovery: who lost the connection comes back as the same socket, with its rooms and data,
// and is sent the events that were missed (Socket.IO documentation, "Connection state recovery"). It survives
// neither a reload of the page nor a restart of the server, and covers no acknowledgements: what must not be
// lost then needs the application's own offsets.
struct RecoveryOptions {
  enum class Offer : std::uint8_t {
    kNobody,
    // Clients whose query says recovery=1. With recovery JavaScript's handlers are given one more argument,
    // the event's offset, and Python's handlers fail on it: a client should want that.
    kWhoAsks,
    kEveryone,
  };

  Offer offer = Offer::kNobody;
  // How long a socket is kept for a client that is away.
  std::chrono::milliseconds keep_for{120'000};
  // How many are kept; the one that is away longest is forgotten first.
  std::size_t max_away = 10'000;
  // Of the newest events of one socket, and of all (an event counts for each socket that it was sent to).
  // Who needs an older one joins anew.
  std::size_t max_bytes_per_socket = 5'000'000;
  std::size_t max_bytes = 100'000'000;
  // Whether who comes back passes by the middlewares. A client proves who it is by a secret that only its
  // socket was told; engineio::Options::allow_request is asked in any case.
  bool skip_middlewares = true;
  // May refuse, for instance when somebody else has logged in meanwhile; the client then joins anew.
  std::function<bool(const Socket& kept, const engineio::Handshake& returning)> allow;
};

struct Options {
  Options() { engine.path = "/socket.io/"; }

  engineio::Options engine;
  // How long a session may live without having joined a namespace.
  std::chrono::milliseconds connect_timeout{45'000};
  // Bytes arguments of one event from a client.
  std::size_t max_attachments = 10;

  // Namespaces that a client may be in at once. One more is refused with "Too many namespaces".
  std::size_t max_namespaces_per_session = 100;
  // Namespaces that predicates may let into being, in all; see ParentNamespace. Refused likewise.
  std::size_t max_child_namespaces = 1'000;
  // Whether such a namespace goes when nobody is in it any more.
  bool cleanup_empty_child_namespaces = true;

  // The folder dist of the npm package socket.io-client, to serve its files below the path
  // (/socket.io/socket.io.js); empty: they are not served. Read once, when the server is made, which throws
  // std::runtime_error when the client is not there.
  std::string client_directory;
  // Of the HTTP server that Server::listen makes.
  net::HttpServerOptions http;

  RecoveryOptions recovery;
};

}  // namespace socketio
