// An Engine.IO server on a loop that the test turns, with listeners that write down what they hear.
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

#include <engineio/server.h>
#include <runtime/run_task.h>

#include "fake_wire.h"

namespace engineio {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class RecordingListener final : public SessionListener {
 public:
  explicit RecordingListener(std::shared_ptr<Session> opened) : session(std::move(opened)) {}

  void on_message(std::string_view payload, bool) override {
    heard.emplace_back(payload);
    if (when_heard) when_heard(*session);
  }
  void on_drain() override { ++drains; }
  void on_close(CloseReason reason) override { heard.push_back("closed: " + std::string(name_of(reason))); }

  std::shared_ptr<Session> session;
  std::vector<std::string> heard;
  std::function<void(Session&)> when_heard;
  int drains = 0;
};

class ServerTest : public testing::Test {
 protected:
  ~ServerTest() override {
    if (server_) runtime::run_task(loop_, server_->shut_down());
  }

  Server& server() {
    if (!server_) {
      server_ = std::make_unique<Server>(loop_.get_executor(), options_, [this](const auto& session) {
        listeners_.push_back(std::make_shared<RecordingListener>(session));
        return listeners_.back();
      });
    }
    return *server_;
  }
  RecordingListener& listener() { return *listeners_.back(); }

  // Does what can be done without waiting.
  void turn() {
    loop_.restart();
    loop_.poll();
  }
  void start(FakeExchange& exchange) {
    boost::asio::co_spawn(loop_, server().handler()(exchange), boost::asio::detached);
    turn();
  }
  std::unique_ptr<FakeExchange> request(std::string method, std::string query, std::string body = "") {
    auto exchange = std::make_unique<FakeExchange>(loop_, std::move(method), "/engine.io/?EIO=4&" + query);
    exchange->body = std::move(body);
    start(*exchange);
    return exchange;
  }
  std::unique_ptr<FakeExchange> websocket(const std::string& more = "") {
    auto exchange =
        std::make_unique<FakeExchange>(loop_, "GET", "/engine.io/?EIO=4&transport=websocket" + more);
    exchange->edit().is_upgrade = true;
    start(*exchange);
    return exchange;
  }
  std::string open_polling() {
    request("GET", "transport=polling");
    return listener().session->id();
  }

  boost::asio::io_context loop_;
  Options options_;
  std::unique_ptr<Server> server_;
  std::vector<std::shared_ptr<RecordingListener>> listeners_;
};

}  // namespace engineio
