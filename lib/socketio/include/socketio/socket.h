// One client in one namespace.
#pragma once

#include <any>
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

#include <base/result.h>
#include <engineio/session.h>
#include <runtime/task.h>
#include <socketio/arguments.h>
#include <socketio/broadcast.h>
#include <socketio/disconnect_reason.h>
#include <socketio/event.h>

namespace socketio {

class Connection;
class Namespace;
class Recovery;

// emit_with_ack, call: the client did not answer in time, or left before it answered.
inline constexpr base::ErrorCode kAckTimeout = "ack_timeout";
inline constexpr base::ErrorCode kSocketDisconnected = "socket_disconnected";

// Owned by its connection while it is joined; others may keep it longer, then it does nothing. Everything is
// called on the server's loop, and every handler may emit, disconnect and let go of the socket.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  using EventHandler = std::function<void(Event)>;
  using AnyHandler = std::function<void(Event&)>;
  using DisconnectHandler = std::function<void(DisconnectReason)>;
  using DrainHandler = std::function<void()>;
  using AckHandler = std::move_only_function<void(base::Result<Arguments>)>;

  // Made by its connection.
  Socket(Namespace& joined, std::shared_ptr<Connection> connection, boost::json::object auth);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // New for each join that is no recovery. Not a secret, unlike the session's id.
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] Namespace& nsp() const { return *namespace_; }
  [[nodiscard]] bool connected() const { return state_ == State::kJoined; }

  // Connection state recovery (see RecoveryOptions). Whether the client lost its connection and may come
  // back: until then the socket stays in its rooms, keeps its handlers, and what is emitted to it is sent
  // later.
  [[nodiscard]] bool away() const { return state_ == State::kAway; }
  // Whether it has come back: then the namespace's on_connection is called once more, for the same socket.
  [[nodiscard]] bool recovered() const;

  // What opened the session: headers, query, address, time, and the user from allow_request.
  [[nodiscard]] const engineio::Handshake& handshake() const { return *handshake_; }
  // What the client sent with CONNECT ({} without).
  [[nodiscard]] const boost::json::object& auth() const { return auth_; }

  // For the application; freed with the socket.
  std::any data;

  // Each event has one handler; a second call replaces the first. Events without a handler are ignored.
  void on(std::string event, EventHandler handler);
  // For the next event of that name only.
  void once(std::string event, EventHandler handler);
  void off(std::string_view event);
  // Called with every event before its own handler is. May acknowledge it, or take its arguments.
  void on_any(AnyHandler handler);
  void off_any();
  // Called when the socket leaves, before it leaves its rooms.
  void on_disconnecting(DisconnectHandler handler);
  // Called when the socket has left.
  void on_disconnect(DisconnectHandler handler);
  // `writable` has become true, after somebody has heard from it or from `queued_bytes` that it was not.
  void on_drain(DrainHandler handler);

  // Sends an event. Reserved names (connect, connect_error, disconnect, disconnecting, newListener,
  // removeListener) throw std::invalid_argument: a bug. Does nothing after the disconnect.
  template <class... T>
  void emit(std::string_view event, T&&... args) {
    send_event(event, Arguments::of(std::forward<T>(args)...), false);
  }
  void emit(std::string_view event, Arguments args) { send_event(event, std::move(args), false); }
  // For hot paths: `json` is the serialized arguments, separated by commas, without brackets. It is not
  // checked.
  void emit_encoded(std::string_view event, std::string_view json);
  // The same without a copy: `append(std::string& packet)` appends the arguments, at least one, to the packet
  // itself, which has room for about `bytes` of them.
  template <class Append>
  void emit_appended(std::string_view event, std::size_t bytes, Append append) {
    if (!is_listening(event)) return;
    std::string packet = begin_packet(event, bytes);
    append(packet);
    packet.push_back(']');
    send_packet(std::move(packet), {}, false);
  }
  // Dropped unless it can leave at once.
  template <class... T>
  void emit_volatile(std::string_view event, T&&... args) {
    send_event(event, Arguments::of(std::forward<T>(args)...), true);
  }
  // `handler` is called once, later. Errors: kAckTimeout, kSocketDisconnected.
  void emit_with_ack(std::string_view event, Arguments args, std::chrono::milliseconds timeout,
                     AckHandler handler);
  // The same for a coroutine on the server's loop.
  runtime::Task<base::Result<Arguments>> call(std::string event, Arguments args,
                                              std::chrono::milliseconds timeout);

  void join(std::string room);
  void join(std::initializer_list<std::string> rooms);
  void leave(std::string_view room);
  // Without the room of its own id, which every socket has.
  [[nodiscard]] std::vector<std::string> rooms() const;

  // Everyone else in the namespace, or in the room.
  [[nodiscard]] Broadcast broadcast() const;
  [[nodiscard]] Broadcast to(std::string room) const;
  [[nodiscard]] Broadcast to(std::initializer_list<std::string> rooms) const;
  [[nodiscard]] Broadcast except(std::string room) const;

  // Leaves the namespace, for good; `close_transport` also ends the session and its other namespaces.
  // JavaScript clients do not come back by themselves after this. The handlers are called inside.
  void disconnect(bool close_transport = false);

  // Whether an event emitted now would leave with this turn of the loop; see engineio::Session.
  [[nodiscard]] bool writable() const;
  [[nodiscard]] std::size_t queued_bytes() const;
  // An event is about to be emitted: brings what that needs into the processor's cache. For those who emit to
  // many sockets, one after the other.
  void prefetch() const;

 private:
  friend class Broadcast;
  friend class Connection;
  friend class Event;
  friend class Namespace;
  friend class Recovery;

  enum class State : std::uint8_t { kJoining, kJoined, kAway, kLeft };
  struct Handlers;
  struct Recoverable;

  // Whether there is, or may be again, somebody to send an event to. Throws for a reserved name.
  [[nodiscard]] bool is_listening(std::string_view event) const;
  [[nodiscard]] std::string begin_packet(std::string_view event, std::size_t bytes) const;
  void send_event(std::string_view event, Arguments args, bool is_volatile);
  void send_packet(std::string packet, std::vector<std::string> attachments, bool is_volatile);
  void send_ack(std::uint64_t id, Arguments args);
  void set_handler(std::string event, EventHandler handler, bool once);

  // What the connection does with a socket.
  void joined();
  void dispatch(std::string event, Arguments args, bool lone_surrogate, std::optional<std::uint64_t> ack_id);
  void expect_ack(std::uint64_t id, AckHandler handler);
  void forget_ack(std::uint64_t id);
  void resolve_ack(std::uint64_t id, Arguments args);
  void drained();
  void left(DisconnectReason reason);
  // The connection has ended: the socket leaves, or is away.
  void lost(DisconnectReason reason);
  // Whatever the handler does, the socket has to be taken apart.
  static void tell(const std::shared_ptr<const DisconnectHandler>& handler, DisconnectReason reason);
  // The client went away, or was refused, before the socket had joined.
  void abandoned();
  void fail_acks(Handlers& handlers);

  // Of a socket that can be recovered.
  [[nodiscard]] Recovery& recovery() const;
  // "" for one that cannot.
  [[nodiscard]] std::string_view private_id() const;
  void send_recoverable(std::string packet, std::vector<std::string> attachments, bool is_volatile);
  // Sends what carries that offset, now or when the client is back.
  void send_logged(std::uint64_t offset, std::vector<engineio::Frame> frames);
  // What the client has missed, by the offset that it gave; nullopt when that is not known any more.
  [[nodiscard]] std::optional<std::vector<engineio::Frame>> missed_since(
      const boost::json::object& auth) const;
  void go_away(DisconnectReason reason);
  // The client joins again, as `joining`, which is of no more use.
  void came_back(Socket& joining);
  // The client is not waited for any more.
  void forget();

  std::shared_ptr<Namespace> namespace_;
  std::shared_ptr<Connection> connection_;  // until the socket leaves
  engineio::Session* session_;              // the connection's
  std::shared_ptr<const engineio::Handshake> handshake_;
  std::string id_;
  boost::json::object auth_;
  std::unique_ptr<Handlers> handlers_;
  std::unique_ptr<Recoverable> recoverable_;  // while joined and away
  State state_ = State::kJoining;
};

using SocketPtr = std::shared_ptr<Socket>;

}  // namespace socketio
