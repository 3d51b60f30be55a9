// Sockets that are watched as one: an epoll set of their own, which Asio sees as a single descriptor.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <base/clock.h>
#include <runtime/task.h>

namespace openai {

// One look at the set serves every socket that is ready, without an Asio operation for each; a socket that is
// closed leaves the set by itself. What is not read is told again, except of a socket that is watched with
// EPOLLET (epoll(7)): there only what comes is told, and to watch it anew tells what is there.
//
// Held by shared_ptr, which its pending wait shares; everything is called on the executor.
class SocketSet : public std::enable_shared_from_this<SocketSet> {
 public:
  class Observer {
   public:
    virtual ~Observer() = default;
    // `events` are EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR, EPOLLRDHUP; `tag` is what the socket was watched
    // with.
    virtual void socket_ready(void* tag, std::uint32_t events) = 0;
    // After the last of those that were ready together.
    virtual void all_served() = 0;
  };

  // The observer must live until `close`. Throws std::system_error when the system has no descriptors left.
  SocketSet(const runtime::Executor& executor, Observer& observer);
  SocketSet(const SocketSet&) = delete;
  SocketSet& operator=(const SocketSet&) = delete;

  // Watches the socket for `events`, or for others than before, or anew. A tag must not be destroyed while
  // the sockets that were ready together with its own are served, except by its own socket_ready.
  void watch(int socket, std::uint32_t events, void* tag);
  void forget(int socket);

  // The set is looked at no sooner than so long after the last look: what comes meanwhile is served together.
  void set_pause(std::chrono::microseconds pause) { pause_ = pause; }
  // Nothing waits on the loop while the set is idle.
  void set_idle(bool idle);
  // Nothing is observed any more.
  void close();

 private:
  void wait();
  void wait_after_pause();
  void serve();

  Observer* observer_;
  boost::asio::posix::stream_descriptor set_;
  boost::asio::steady_timer pause_timer_;
  std::chrono::microseconds pause_{0};
  base::SteadyTime last_look_;
  bool idle_ = true;
  bool waiting_ = false;
};

}  // namespace openai
