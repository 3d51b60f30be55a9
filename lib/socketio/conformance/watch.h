// What goes on in the server, told to tests.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <runtime/task.h>
#include <runtime/task_group.h>
#include <socketio/server.h>

namespace conformance {

// Owned by main. Who joins "/watch" hears "left" {nsp, id, reason} of every socket in the watched namespaces,
// and may ask "sessions-fall-to" N, which is acknowledged as soon as no more than N sessions are left. All on
// the server's loop.
class Watch {
 public:
  Watch(runtime::Executor executor, socketio::Server& io);

  void add(std::string_view nsp);

  // Gives up what is waited for.
  runtime::Task<> stop();

 private:
  runtime::Task<> wait_for_fall(socketio::Event asked);

  socketio::Server& io_;
  runtime::TaskGroup waits_;
};

}  // namespace conformance
