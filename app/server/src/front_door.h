// The network loops, each with an HTTP server, and the port that the first of them listens on.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <base/result.h>
#include <net/http_server.h>
#include <net/router.h>
#include <runtime/task.h>

#include <server/settings.h>

namespace server {

// Made before the database is touched, so that a start which fails for the port changes nothing, and
// destroyed after all that runs on its loops. Used on the thread of the first loop.
class FrontDoor {
 public:
  explicit FrontDoor(const Settings& settings);
  ~FrontDoor();
  FrontDoor(const FrontDoor&) = delete;
  FrontDoor& operator=(const FrontDoor&) = delete;

  // Binds the settings' address; connections are taken once the loops run. Error: net::kListenFailed.
  [[nodiscard]] base::Result<> open(const Settings& settings);
  // "http://127.0.0.1:5000", once it is open.
  [[nodiscard]] const std::string& url() const { return url_; }

  [[nodiscard]] std::size_t loops() const { return loops_.size(); }
  // The first loop takes the connections; others get theirs by net::Exchange::hand_over. A router is filled
  // before its loop runs.
  boost::asio::io_context& loop(std::size_t index = 0) { return loops_[index]->loop; }
  net::Router& router(std::size_t index = 0) { return loops_[index]->router; }
  net::HttpServer& http(std::size_t index = 0) { return loops_[index]->http; }

  // Runs the first loop on this thread, and each other on one of its own, until `shut_down` was awaited and
  // nothing is left on them.
  void run();
  runtime::Task<> shut_down();

 private:
  struct NetworkLoop {
    explicit NetworkLoop(const Settings& settings);
    boost::asio::io_context loop{1};
    // So that a loop waits for work until the door is shut.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open;
    net::Router router;
    net::HttpServer http;
  };
  void let_loops_end();

  std::vector<std::unique_ptr<NetworkLoop>> loops_;
  std::string url_;
};

}  // namespace server
