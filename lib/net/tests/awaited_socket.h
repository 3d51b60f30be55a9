// A WebSocket whose messages are waited for, for handlers that are coroutines.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <base/result.h>
#include <net/websocket.h>
#include <runtime/notification.h>
#include <runtime/task.h>

namespace net {

struct ReceivedMessage {
  std::string payload;
  bool binary = false;
};

// Used on its loop. One reader at a time, who may outlive it.
class AwaitedSocket {
 public:
  AwaitedSocket(const runtime::Executor& executor, std::unique_ptr<WebSocket> socket)
      : heard_(std::make_shared<Heard>(executor)), socket_(std::move(socket)) {
    socket_->start(heard_);
  }

  runtime::Task<base::Result<ReceivedMessage>> read() { return next(heard_); }

 private:
  struct Heard final : WebSocketListener {
    explicit Heard(const runtime::Executor& executor) : changed(executor) {}

    void on_message(std::string_view payload, bool binary) override {
      messages.push_back({std::string(payload), binary});
      changed.notify();
    }
    void on_written() override {}
    void on_end(const base::Error& reason) override {
      end = reason;
      changed.notify();
    }

    runtime::Notification changed;
    std::deque<ReceivedMessage> messages;
    std::optional<base::Error> end;
  };

  static runtime::Task<base::Result<ReceivedMessage>> next(std::shared_ptr<Heard> heard) {
    while (heard->messages.empty() && !heard->end) co_await heard->changed.wait();
    if (heard->messages.empty()) co_return base::fail(*heard->end);
    ReceivedMessage message = std::move(heard->messages.front());
    heard->messages.pop_front();
    co_return message;
  }

  const std::shared_ptr<Heard> heard_;
  const std::unique_ptr<WebSocket> socket_;
};

}  // namespace net
