// The settings of a Socket.IO server.
#pragma once

#include <chrono>
#include <cstddef>

#include <engineio/options.h>

namespace socketio {

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
};

}  // namespace socketio
