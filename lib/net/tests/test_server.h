// A server on a loop in a thread of its own, for tests that talk to it over real sockets.
#pragma once

#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <net/http_server.h>

namespace net {

// Owned by one test. Its destructor shuts the server down and joins the loop, which ends only when nothing is
// pending on it any more: a connection left behind would hang the test.
class TestServer {
 public:
  explicit TestServer(Handler handler, HttpServerOptions options = {})
      : server_(loop_.get_executor(), options, std::move(handler),
                [this](std::string_view line) { note(line); }) {
    const auto port = server_.listen("127.0.0.1", 0);
    EXPECT_TRUE(port.has_value());
    port_ = port.value_or(0);
    thread_ = std::jthread([this] { loop_.run(); });
  }
  ~TestServer() { shut_down(); }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] boost::asio::io_context& loop() { return loop_; }
  [[nodiscard]] HttpServer& server() { return server_; }

  // Runs `work` on the loop and returns what it returns.
  template <class Work>
  auto on_loop(Work work) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto result = task.get_future();
    boost::asio::post(loop_, [&task] { task(); });
    return result.get();
  }
  [[nodiscard]] HttpServerCounts counts() {
    return on_loop([this] { return server_.counts(); });
  }
  // Until the server has noticed what a client did: a shutdown would end it unnoticed.
  template <class Condition>
  void wait_for_counts(Condition reached) {
    while (!reached(counts())) std::this_thread::yield();
  }

  void shut_down() {
    if (!thread_.joinable()) return;
    boost::asio::co_spawn(loop_, server_.shut_down(),
                          [](const std::exception_ptr& failure) { EXPECT_FALSE(failure); });
    thread_.join();
    EXPECT_EQ(server_.counts().connections, 0U);
  }

  [[nodiscard]] std::vector<std::string> log() {
    const std::scoped_lock lock(mutex_);
    return log_;
  }

 private:
  void note(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    log_.emplace_back(line);
  }

  boost::asio::io_context loop_{1};
  std::mutex mutex_;
  std::vector<std::string> log_;
  HttpServer server_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

// Told something on the loop, waited for in the test: a promise that fails the test instead of hanging it.
template <class T>
class Told {
 public:
  void tell(T value) { promise_.set_value(std::move(value)); }
  [[nodiscard]] T wait() {
    if (future_.wait_for(std::chrono::seconds(30)) != std::future_status::ready) {
      ADD_FAILURE() << "was never told";
      return T();
    }
    return future_.get();
  }

 private:
  std::promise<T> promise_;
  std::future<T> future_ = promise_.get_future();
};

}  // namespace net
