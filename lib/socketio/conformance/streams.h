// Streams of numbered events, for tests of lines that break.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include <runtime/task.h>
#include <runtime/task_group.h>
#include <socketio/namespace.h>
#include <socketio/socket.h>

namespace conformance {

// Owned by main. A stream belongs to no socket, as an answer or a ticker belongs to none: it is told to a
// room, and goes on while its readers are away. All on the server's loop.
class Streams {
 public:
  // Sockets of `nsp` may ask for streams.
  Streams(runtime::Executor executor, socketio::Namespace& nsp);

  // Ends every stream, and waits for it.
  runtime::Task<> stop();

 private:
  struct Plan {
    std::string id;
    std::int64_t count = 0;
    std::chrono::milliseconds every{0};
    bool binary = false;
    // A volatile event with a text after each chunk: it must not disturb what recovery counts.
    bool asides = false;
  };

  void serve(const std::shared_ptr<socketio::Socket>& socket);
  runtime::Task<> produce(Plan plan);

  socketio::Namespace& namespace_;
  std::set<std::string> known_;
  runtime::TaskGroup producers_;
};

}  // namespace conformance
