// Sends to many sockets of a namespace: the union of rooms, less what is excepted.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <socketio/arguments.h>

namespace socketio {

class Namespace;
class Socket;

// A short-lived value: `io.of("/").to("lab").except(id).emit("tick", 1)`. Refers to its namespace. Each
// socket gets the event once; it is encoded once. Without `to` it reaches every socket of the namespace.
class Broadcast {
 public:
  explicit Broadcast(Namespace& target) : namespace_(&target) {}

  [[nodiscard]] Broadcast to(std::string room) &&;
  // A room, or a socket's id: every socket is alone in a room of that name.
  [[nodiscard]] Broadcast except(std::string room) &&;
  // Sockets that cannot take the event at once miss it.
  [[nodiscard]] Broadcast as_volatile() &&;

  template <class... T>
  void emit(std::string_view event, T&&... args) const {
    send(event, Arguments::of(std::forward<T>(args)...));
  }
  void emit(std::string_view event, Arguments args) const { send(event, std::move(args)); }
  // `json` is the serialized arguments, separated by commas, without brackets.
  void emit_encoded(std::string_view event, std::string_view json) const;

  [[nodiscard]] std::vector<std::shared_ptr<Socket>> sockets() const;
  [[nodiscard]] std::size_t count() const { return sockets().size(); }
  void disconnect_sockets(bool close_transport = false) const;

 private:
  void send(std::string_view event, Arguments args) const;
  void deliver(std::string packet, std::vector<std::string> attachments) const;

  Namespace* namespace_;
  std::vector<std::string> rooms_;
  std::vector<std::string> excepted_;
  bool volatile_ = false;
};

}  // namespace socketio
