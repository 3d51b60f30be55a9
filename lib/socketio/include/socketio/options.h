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
};

}  // namespace socketio
