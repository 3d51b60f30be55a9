// Drives libcurl's transfers from an Asio loop (libcurl's multi interface, "multi_socket").
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_set>

#include <boost/asio/steady_timer.hpp>
#include <curl/curl.h>

#include <runtime/task.h>

#include "socket_set.h"

namespace openai {

// libcurl opens, shares and closes its sockets as it likes, so Asio is told of none of them: they are in a
// set of their own. While no transfer is here, nothing waits on the loop.
//
// Held by shared_ptr, which its pending waits share; everything is called on the executor.
class CurlLoop : public SocketSet::Observer, public std::enable_shared_from_this<CurlLoop> {
 public:
  // Both are called outside libcurl, so they may add and remove transfers, and close.
  class Observer {
   public:
    virtual ~Observer() = default;
    virtual void transfer_ended(CURL* transfer, CURLcode result) = 0;
    // All callbacks that the ready sockets caused have run.
    virtual void turn_ended() = 0;
  };

  // `max_connections` 0: no limit. The observer must live until `close`. Throws std::system_error or
  // std::runtime_error when the system has no descriptors or memory for it.
  CurlLoop(const runtime::Executor& executor, std::size_t max_connections, Observer& observer);
  ~CurlLoop() override;
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  // False: libcurl refused it, and it must not be removed.
  [[nodiscard]] bool add(CURL* transfer);
  // The server learns at once that an unfinished transfer is given up: its connection is closed or, while
  // others share it (HTTP/2), its stream is reset.
  void remove(CURL* transfer);
  // Closes all connections; every transfer must have been removed. Nothing is observed any more.
  void close();

 private:
  static int on_socket(CURL* transfer, curl_socket_t socket, int what, void* self, void* known);
  static int on_timer(CURLM* multi, long milliseconds, void* self);

  void give_up(CURL* transfer);
  void running_has_changed();
  void watch(curl_socket_t socket, int what);
  void set_timer(long milliseconds);
  void socket_ready(void* tag, std::uint32_t events) override;
  void all_served() override { end_turn(); }
  void run_timeouts();
  void end_turn();
  void act(curl_socket_t socket, int readiness);

  Observer& observer_;
  CURLM* multi_;
  std::shared_ptr<SocketSet> sockets_;
  boost::asio::steady_timer timer_;
  // Added, and neither ended nor removed.
  std::unordered_set<CURL*> running_;
  bool inside_curl_ = false;
  bool timeout_due_ = false;
  bool timer_is_set_ = false;
};

}  // namespace openai
