// A session's rules with a clock that stands still and actions that are written down.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <base/clock.h>
#include <engineio/payload.h>
#include <engineio/session_rules.h>

namespace engineio {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

// Each action is one line: "poll <body>", "ws <packet> <packet>", "closed ping timeout", …
class RecordedActions final : public SessionActions {
 public:
  void answer_poll(std::string body) override { add("poll " + body); }
  bool write_websocket(std::vector<Frame> frames) override {
    std::string line = "ws";
    for (const Frame& frame : frames) line.append(" ").append(frame.bytes());
    add(line);
    return writes_at_once;
  }
  void close_websocket() override { add("close websocket"); }
  void abort_websocket() override { add("abort websocket"); }
  bool write_probe(Frame frame) override {
    add("probe " + std::string(frame.bytes()));
    return writes_at_once;
  }
  void close_probe() override { add("close probe"); }
  void adopt_probe() override { add("adopt probe"); }
  void forget() override { add("forget"); }
  void message(std::string_view payload, bool binary) override {
    add((binary ? "bytes " : "message ") + std::string(payload));
  }
  void drained() override { add("drained"); }
  void closed(CloseReason reason) override { add("closed " + std::string(name_of(reason))); }

  bool writes_at_once = false;

  // What happened since the last call.
  std::vector<std::string> take() { return std::exchange(lines_, {}); }

 private:
  void add(std::string line) { lines_.push_back(std::move(line)); }

  std::vector<std::string> lines_;
};

class RulesTest : public testing::Test {
 protected:
  explicit RulesTest(Transport transport) : rules_(limits_, actions_, transport, clock_.now()) {}

  void send(std::string packet) {
    rules_.queue(Frame::text(std::move(packet)));
    rules_.flush();
  }
  void receive(std::string_view text) { rules_.packet(decode_text_packet(text), clock_.now()); }
  void probe(std::string_view text) { rules_.probe_packet(decode_text_packet(text), clock_.now()); }
  void pass(milliseconds time) {
    clock_.advance(time);
    rules_.tick(clock_.now());
  }
  void close(CloseReason reason = CloseReason::kForcedClose) { rules_.close(reason, clock_.now()); }
  std::vector<std::string> done() { return actions_.take(); }

  base::FakeClock clock_;
  SessionLimits limits_{.ping_interval = milliseconds(300),
                        .ping_timeout = milliseconds(200),
                        .upgrade_timeout = milliseconds(100),
                        .close_wait = milliseconds(1000),
                        .max_queued_bytes = 20};
  RecordedActions actions_;
  SessionRules rules_;
};

class PollingRulesTest : public RulesTest {
 protected:
  PollingRulesTest() : RulesTest(Transport::kPolling) {}
};

class WebSocketRulesTest : public RulesTest {
 protected:
  WebSocketRulesTest() : RulesTest(Transport::kWebSocket) {}
};

}  // namespace engineio
