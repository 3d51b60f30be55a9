// A Socket.IO server on a loop that the test turns, and clients that speak the protocol by hand.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <runtime/run_task.h>
#include <socketio/server.h>

#include "fake_wire.h"

namespace socketio {

using SocketPtr = std::shared_ptr<Socket>;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using testing::UnorderedElementsAre;

class IoTest : public testing::Test {
 protected:
  // One WebSocket session.
  class Client {
   public:
    // `query` is added to the handshake's.
    explicit Client(IoTest& test, const std::string& query = "")
        : test_(test), exchange_(test.loop_, "GET", "/socket.io/?EIO=4&transport=websocket" + query) {
      exchange_.edit().is_upgrade = true;
      boost::asio::co_spawn(test_.loop_, test_.io().handler()(exchange_), boost::asio::detached);
      test_.turn();
      wire().take();
    }

    // Sends Socket.IO packets, and returns what came back.
    std::vector<std::string> say(std::string packet) {
      wire().send("4" + std::move(packet));
      return hear();
    }
    std::vector<std::string> say_bytes(std::string bytes) {
      wire().send(std::move(bytes), true);
      return hear();
    }
    std::vector<std::string> hear() {
      test_.turn();
      return wire().take();
    }
    // Joins and returns the server's socket.
    SocketPtr join(const std::string& packet = "0") {
      const auto answer = say(packet);
      EXPECT_FALSE(answer.empty());
      return test_.joined_.empty() ? nullptr : test_.joined_.back();
    }
    void leave() {
      wire().lose();
      test_.turn();
    }
    engineio::FakeWire& wire() { return *exchange_.wire; }

   private:
    IoTest& test_;
    engineio::FakeExchange exchange_;
  };

  ~IoTest() override {
    joined_.clear();
    if (io_) runtime::run_task(loop_, io_->close());
  }

  Server& io() {
    if (!io_) {
      io_ = std::make_unique<Server>(loop_.get_executor(), options_);
      io_->of("/").on_connection([this](const SocketPtr& socket) { joined_.push_back(socket); });
    }
    return *io_;
  }
  void turn() {
    loop_.restart();
    loop_.poll();
  }
  // Turns the loop until something has come about that needs a timer.
  template <class Condition>
  void turn_until(Condition condition) {
    loop_.restart();
    while (!condition()) loop_.run_one();
  }

  boost::asio::io_context loop_;
  Options options_;
  std::unique_ptr<Server> io_;
  std::vector<SocketPtr> joined_;
};

}  // namespace socketio
