// The sockets that a server has open: how many in all and per address, by when each must have got on, and
// what was counted of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include <base/clock.h>
#include <net/http_server.h>
#include <runtime/notification.h>
#include <runtime/task.h>

namespace net {

class OpenSockets;

// The right to have one connection open, counted until it is destroyed. Movable, so that it can pass from an
// HTTP connection to the WebSocket that it becomes. Used on the loop of `sockets`, which is another one after
// a hand-over; it stays counted at home, where it was admitted.
class Admission {
 public:
  Admission(std::shared_ptr<OpenSockets> home, std::string address);
  Admission(Admission&&) = default;
  Admission& operator=(Admission&&) = delete;
  ~Admission();

  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] OpenSockets& sockets() const { return *sockets_; }

  // A hand-over: `leave` on the loop of `sockets`, then, on the loop of the others, `enter`. In between it is
  // not to be destroyed.
  void leave();
  void enter(std::shared_ptr<OpenSockets> others);

 private:
  std::shared_ptr<OpenSockets> sockets_;  // null between `leave` and `enter`
  std::shared_ptr<OpenSockets> home_;     // null while it is at home
  std::string address_;
};

// What holds an open socket. It must have been given a place with OpenSockets::add, and leaves it by itself
// when it is destroyed or asks to.
class OpenSocket
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  OpenSocket() = default;
  OpenSocket(const OpenSocket&) = delete;
  OpenSocket& operator=(const OpenSocket&) = delete;
  virtual ~OpenSocket() = default;

  // Closes the socket at once; what waits on it ends soon, not inside this call. May leave its place.
  virtual void abort_socket() = 0;
  // The server takes no more: close now if nothing is going on.
  virtual void close_if_idle() {}

 protected:
  // `on_deadline` is called once, up to one sweep (see OpenSockets) after `in` from now.
  void set_deadline(std::chrono::milliseconds in) { deadline_ = std::chrono::steady_clock::now() + in; }
  void clear_deadline() { deadline_ = base::SteadyTime::max(); }
  // May abort the socket or cancel its operations, no more.
  virtual void on_deadline() = 0;

 private:
  friend class OpenSockets;
  base::SteadyTime deadline_ = base::SteadyTime::max();
};

// Owned by the server and by what it admitted; used on the server's loop. Deadlines are looked through by one
// timer for all sockets, so that an idle connection has no timer of its own: a deadline is late by up to a
// second, or a quarter of the shortest timeout in the options.
class OpenSockets : public std::enable_shared_from_this<OpenSockets> {
 public:
  OpenSockets(const runtime::Executor& executor, const HttpServerOptions& options);

  // nullopt when the limit in all, or that of the address, is reached; both are counted.
  [[nodiscard]] std::optional<Admission> admit(std::string address);
  void add(OpenSocket& socket);

  // `connections` is not kept up to date here: see `count`.
  HttpServerCounts& counts() { return counts_; }
  // Connections that were admitted here, wherever they are now.
  [[nodiscard]] std::size_t count() const { return count_; }
  void close_idle();
  void abort_all();
  // Returns when every admission has been given back, and what others admitted has left.
  runtime::Task<> wait_until_empty();

 private:
  friend class Admission;
  using List = boost::intrusive::list<OpenSocket, boost::intrusive::constant_time_size<false>>;

  template <class Visit>
  void for_each(Visit visit);
  void give_back(const std::string& address);
  void guest_left();
  void one_left();
  void sweep_later();
  void sweep();

  const std::size_t max_connections_;
  const std::size_t max_per_address_;
  const std::chrono::milliseconds sweep_interval_;
  List list_;
  std::unordered_map<std::string, std::size_t> by_address_;
  std::size_t count_ = 0;
  std::size_t guests_ = 0;  // here, and admitted elsewhere
  HttpServerCounts counts_;
  boost::asio::steady_timer timer_;
  bool sweeping_ = false;
  runtime::Notification empty_;
};

}  // namespace net
