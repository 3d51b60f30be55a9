// One channel of a server ("/", "/admin"): who may join, who is there, and the rooms they are in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
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
  boost::json::value data;
};

// Owned by the server, from the first `of` to the end; one that a predicate let in is shared by whoever
// refers to it, see ParentNamespace. Everything is called on the server's loop.
class Namespace : public std::enable_shared_from_this<Namespace> {
 public:
  // Lets the client in (no argument) or turns it away; later calls do nothing. May be kept and called later:
  // until then the client waits, at most the connect timeout.
  using Next = std::function<void(std::optional<ConnectError>)>;
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
  [[nodiscard]] Broadcast to(std::string room) { return Broadcast(*this).to(std::move(room)); }
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
