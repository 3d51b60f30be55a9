// One channel of a server ("/", "/admin"): who may join, who is there, and the rooms they are in.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <socketio/broadcast.h>
#include <socketio/socket.h>

namespace socketio {

class Server;

// Why a middleware turns a client away: sent as {"message":…,"data":…}, `data` only when it is not null.
struct ConnectError {
  std::string message;
  boost::json::value data{};
};

// Owned by the server, from the first `of` to the end; one that a predicate let in is shared by whoever
// refers to it, see ParentNamespace. Everything is called on the server's loop.
class Namespace : public std::enable_shared_from_this<Namespace> {
 public:
  // `next()` lets the client in, `next(ConnectError{"no"})` turns it away; later calls do nothing. May be
  // kept and called later: until then the client waits, at most the connect timeout.
  struct Next : std::function<void(std::optional<ConnectError>)> {
    using function::function;
    using function::operator();
    void operator()() const { (*this)(std::nullopt); }
  };
  using Middleware = std::function<void(const std::shared_ptr<Socket>&, Next next)>;
  using ConnectionHandler = std::function<void(const std::shared_ptr<Socket>&)>;

  // Made by its server.
  Namespace(Server& server, std::string name);
  ~Namespace();
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  // Middlewares run in the order they were added, for each client that joins.
  void use(Middleware middleware);
  // Called when a client has joined; it has been told so before anything that the handler emits.
  void on_connection(ConnectionHandler handler);

  template <class... T>
  void emit(std::string_view event, T&&... args) {
    Broadcast(*this).emit(event, std::forward<T>(args)...);
  }
  // What can be said of everyone; see Broadcast.
  void emit_with_ack(std::string_view event, Arguments args, std::chrono::milliseconds timeout,
                     Broadcast::ReplyHandler handler) {
    everyone().emit_with_ack(event, std::move(args), timeout, std::move(handler));
  }
  runtime::Task<BroadcastReplies> call(std::string event, Arguments args, std::chrono::milliseconds timeout) {
    return everyone().call(std::move(event), std::move(args), timeout);
  }
  [[nodiscard]] std::vector<std::shared_ptr<Socket>> sockets() { return everyone().sockets(); }
  void sockets_join(const std::string& room) { everyone().sockets_join(room); }
  void sockets_leave(const std::string& room) { everyone().sockets_leave(room); }
  void disconnect_sockets(bool close_transport = false) { everyone().disconnect_sockets(close_transport); }

  [[nodiscard]] Broadcast to(std::string room) { return Broadcast(*this).to(std::move(room)); }
  [[nodiscard]] Broadcast to(std::initializer_list<std::string> rooms) { return Broadcast(*this).to(rooms); }
  [[nodiscard]] Broadcast except(std::string room) { return Broadcast(*this).except(std::move(room)); }
  [[nodiscard]] Broadcast everyone() { return Broadcast(*this); }

  [[nodiscard]] std::size_t size() const;
  // nullptr when nobody has that id.
  [[nodiscard]] std::shared_ptr<Socket> socket(std::string_view id) const;

 private:
  friend class Broadcast;
  friend class Connection;
  friend class Namespaces;
  friend class Socket;
  struct State;

  Server* server_;
  std::string name_;
  std::unique_ptr<State> state_;
};

}  // namespace socketio
