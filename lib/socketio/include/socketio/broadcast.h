// Sends to many sockets of a namespace: the union of rooms, less what is excepted.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <runtime/task.h>
#include <socketio/arguments.h>

namespace socketio {

class Namespace;
class Socket;

// What the receivers of a broadcast answered.
struct BroadcastReplies {
  std::map<std::string, Arguments, std::less<>> responses;  // by socket id
  std::vector<std::string> missing;  // ids of those who left, or did not answer in time
};

// A value: `io.of("/").to("lab").except(id).emit("tick", 1)`. May be kept, and keeps its namespace alive.
// Each socket gets the event once; it is encoded once. Without `to` it reaches every socket of the namespace.
class Broadcast {
 public:
  using ReplyHandler = std::move_only_function<void(BroadcastReplies)>;

  explicit Broadcast(Namespace& target);

  [[nodiscard]] Broadcast to(std::string room) &&;
  [[nodiscard]] Broadcast to(std::initializer_list<std::string> rooms) &&;
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

  // Asks everyone at once, and calls `handler` once, later: when all have answered or left, or after
  // `timeout`. With nobody to ask the replies are empty. Who misses a volatile event is not asked.
  void emit_with_ack(std::string_view event, Arguments args, std::chrono::milliseconds timeout,
                     ReplyHandler handler) const;
  // The same for a coroutine on the server's loop.
  runtime::Task<BroadcastReplies> call(std::string event, Arguments args,
                                       std::chrono::milliseconds timeout) const;

  [[nodiscard]] std::vector<std::shared_ptr<Socket>> sockets() const;
  [[nodiscard]] std::size_t count() const { return sockets().size(); }
  void sockets_join(const std::string& room) const;
  void sockets_leave(std::string_view room) const;
  void disconnect_sockets(bool close_transport = false) const;

 private:
  struct Question;

  // `sockets`, and those whose clients may come back.
  [[nodiscard]] std::vector<std::shared_ptr<Socket>> addressees() const;
  void send(std::string_view event, Arguments args) const;
  void send_packet(std::string packet, std::vector<std::string> attachments) const;
  // `sockets`, without those that a volatile event cannot reach.
  [[nodiscard]] std::vector<std::shared_ptr<Socket>> receivers() const;
  static void ask(const std::vector<std::shared_ptr<Socket>>& targets, std::string packet,
                  std::vector<std::string> attachments);

  std::shared_ptr<Namespace> namespace_;
  std::vector<std::string> rooms_;
  std::vector<std::string> excepted_;
  bool volatile_ = false;
};

}  // namespace socketio
