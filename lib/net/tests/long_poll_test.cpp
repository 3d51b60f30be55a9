// A handler that waits: it learns at once that its peer has gone, and another connection's handler can end
// it.
#include <optional>

#include <runtime/notification.h>

#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

const std::string kPoll = "GET /poll HTTP/1.1\r\nHost: h\r\n\r\n";
const std::string kOther = "GET /other HTTP/1.1\r\nHost: h\r\n\r\n";

// A resource with data that is waited for with /poll; used on the server's loop.
struct LongPoll {
  explicit LongPoll(runtime::Executor executor) : changed(std::move(executor)) {}

  runtime::Task<> operator()(Exchange& exchange) {
    if (exchange.request().path != "/poll") {
      (void)co_await exchange.respond({.body = "other"});
      co_return;
    }
    bool left = false;
    exchange.on_peer_gone([&] {
      left = true;
      changed.notify();
    });
    waiting.tell(true);
    while (!left && data.empty()) co_await changed.wait();
    const auto answered = co_await exchange.respond({.body = data});
    ended.tell(left ? "gone" : answered ? "answered" : "lost");
  }

  void publish(std::string what) {
    data = std::move(what);
    changed.notify();
  }

  runtime::Notification changed;
  std::string data;
  Told<bool> waiting;
  Told<std::string> ended;
};

// The server is made before the resource, since that needs the server's loop.
struct LongPollServer {
  LongPollServer() { resource.emplace(server.loop().get_executor()); }
  ~LongPollServer() { server.shut_down(); }

  TestServer server{[this](Exchange& exchange) { return (*resource)(exchange); }};
  std::optional<LongPoll> resource;
};

TEST(LongPoll, IsAnsweredWhenThereIsData) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  polled.server.on_loop([&] { polled.resource->publish("news"); });
  EXPECT_EQ(client.read_response().body, "news");
  EXPECT_EQ(polled.resource->ended.wait(), "answered");
  EXPECT_EQ(client.ask(kOther).body, "other");
}

TEST(LongPoll, LearnsThatItsPeerClosed) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  client.close();
  EXPECT_EQ(polled.resource->ended.wait(), "gone");
}

TEST(LongPoll, LearnsThatItsPeerWasReset) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  client.reset();
  EXPECT_EQ(polled.resource->ended.wait(), "gone");
}

TEST(LongPoll, TakesAHalfCloseAsGone) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  client.half_close();
  EXPECT_EQ(polled.resource->ended.wait(), "gone");
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(LongPoll, KeepsAPipelinedRequestForLater) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  ASSERT_TRUE(client.send(kOther));
  RawClient second(polled.server.port());
  EXPECT_EQ(second.ask(kOther).body, "other");  // the loop has had time to see the bytes
  polled.server.on_loop([&] { polled.resource->publish("news"); });
  EXPECT_EQ(client.read_response().body, "news");
  EXPECT_EQ(client.read_response().body, "other");
}

TEST(LongPoll, SeesTheEndBehindAPipelinedRequest) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll + kOther));
  ASSERT_TRUE(polled.resource->waiting.wait());
  client.close();
  EXPECT_EQ(polled.resource->ended.wait(), "gone");
}

TEST(LongPoll, IsNotDisturbedByAClientThatSendsNoEnd) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  ASSERT_TRUE(client.send(std::string(100'000, 'x')));
  polled.server.on_loop([&] { polled.resource->publish("news"); });
  EXPECT_EQ(client.read_response().body, "news");
}

TEST(LongPoll, IsCancelledByShuttingDown) {
  LongPollServer polled;
  RawClient client(polled.server.port());
  ASSERT_TRUE(client.send(kPoll));
  ASSERT_TRUE(polled.resource->waiting.wait());
  polled.server.shut_down();
  EXPECT_EQ(client.read_to_end(), "");
}

}  // namespace
}  // namespace net
