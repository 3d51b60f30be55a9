// Connections that go from one server, and its loop, to another.
#include <any>
#include <string>

#include "echo_handler.h"
#include "raw_client.h"
#include "test_server.h"
#include "websocket_client.h"

namespace net {
namespace {

// Two servers, each on a thread of its own. The first listens: what is not below "/front" it hands over, and
// the second hands that back.
class HandOver : public testing::Test {
 protected:
  explicit HandOver(HttpServerOptions options = {})
      : back_([this](Exchange& exchange) { return serve(exchange, back_, front_, false); }),
        front_([this](Exchange& exchange) { return serve(exchange, front_, back_, true); }, options) {}
  ~HandOver() override {
    back_.shut_down();
    front_.shut_down();
  }

  static runtime::Task<> serve(Exchange& exchange, TestServer& own, TestServer& other, bool is_front) {
    const std::string path = exchange.request().path;
    if (path.starts_with("/front") != is_front) {
      exchange.annotate(std::string("was elsewhere"));
      exchange.hand_over(other.server());
      co_return;
    }
    if (exchange.request().is_upgrade) {
      co_await echo(exchange, {});
      co_return;
    }
    const std::any note = exchange.request().note;
    const auto* const text = std::any_cast<std::string>(&note);
    const auto body = co_await exchange.read_body(100'000);
    Response response;
    response.headers.add("X-Note", text == nullptr ? "none" : *text);
    const bool on_its_loop = own.loop().get_executor().running_in_this_thread();
    response.body = exchange.request().target + " " + (on_its_loop ? "own loop " : "OTHER LOOP ") +
                    body.value_or("NO BODY");
    (void)co_await exchange.respond(std::move(response));
  }

  TestServer back_;
  TestServer front_;
};

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

TEST_F(HandOver, TheOtherServerAnswersOnItsLoop) {
  RawClient client(front_.port());
  const RawResponse response = client.ask(get("/back?x=1"));
  EXPECT_EQ(response.body, "/back?x=1 own loop ");
  EXPECT_TRUE(response.has("X-Note: was elsewhere"));
}

TEST_F(HandOver, AConnectionGoesWhereItsRequestsBelong) {
  RawClient client(front_.port());
  for (const std::string target : {"/back/1", "/back/2", "/front/3", "/back/4", "/front/5", "/front/6"}) {
    EXPECT_EQ(client.ask(get(target)).body, target + " own loop ");
  }
  EXPECT_EQ(front_.counts().accepted, 1U);
  EXPECT_EQ(front_.counts().connections, 1U);
  EXPECT_EQ(back_.counts().connections, 0U) << "it is counted once";
}

TEST_F(HandOver, ANoteIsOfOneRequest) {
  RawClient client(front_.port());
  EXPECT_TRUE(client.ask(get("/back")).has("X-Note: was elsewhere"));
  EXPECT_TRUE(client.ask(get("/back")).has("X-Note: none"));
}

TEST_F(HandOver, PipelinedRequestsStayInOrder) {
  RawClient client(front_.port());
  std::string requests;
  for (int i = 0; i < 500; ++i) requests += get((i % 3 == 0 ? "/front/" : "/back/") + std::to_string(i));
  ASSERT_TRUE(client.send(requests));
  for (int i = 0; i < 500; ++i) {
    const std::string target = (i % 3 == 0 ? "/front/" : "/back/") + std::to_string(i);
    ASSERT_EQ(client.read_response().body, target + " own loop ");
  }
}

TEST_F(HandOver, ABodyIsReadWhereTheRequestEndsUp) {
  RawClient client(front_.port());
  const std::string body(50'000, 'b');
  const std::string head =
      "POST /back HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  ASSERT_TRUE(client.send(head + body.substr(0, 10)));
  ASSERT_TRUE(client.send(body.substr(10)));
  EXPECT_EQ(client.read_response().body, "/back own loop " + body);
  EXPECT_EQ(client
                .ask("POST /back HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "3\r\nabc\r\n0\r\n\r\n")
                .body,
            "/back own loop abc");
}

TEST_F(HandOver, AWebSocketOpensOnTheOtherLoop) {
  WebSocketClient client(front_.port());
  EXPECT_FALSE(client.handshake("/back"));
  client.send("hello");
  EXPECT_EQ(client.read(), "hello");
  EXPECT_EQ(front_.counts().connections, 1U);
  client.close();
  front_.wait_for_counts([](const HttpServerCounts& counts) { return counts.connections == 0; });
}

TEST_F(HandOver, AClientThatHasGoneLeavesNothing) {
  for (int i = 0; i < 50; ++i) {
    RawClient client(front_.port());
    ASSERT_TRUE(client.send(get("/back") + get("/front")));
  }
  front_.wait_for_counts(
      [](const HttpServerCounts& counts) { return counts.accepted == 50 && counts.connections == 0; });
}

TEST_F(HandOver, EachServerEndsWhatItHas) {
  RawClient kept(front_.port());
  EXPECT_EQ(kept.ask(get("/back")).status, 200);
  WebSocketClient socket(front_.port());
  EXPECT_FALSE(socket.handshake("/back"));
  RawClient at_the_front(front_.port());
  EXPECT_EQ(at_the_front.ask(get("/front")).status, 200);
  back_.shut_down();
  EXPECT_EQ(kept.read_to_end(), "");
  EXPECT_EQ(at_the_front.ask(get("/front")).status, 200);
}

class OneConnection : public HandOver {
 protected:
  OneConnection() : HandOver({.max_connections_per_address = 1}) {}
};

TEST_F(OneConnection, StaysCountedAgainstTheLimitOfWhoAcceptedIt) {
  {
    RawClient first(front_.port());
    EXPECT_EQ(first.ask(get("/back")).status, 200);
    RawClient second(front_.port());
    EXPECT_EQ(second.read_to_end(), "");
    EXPECT_EQ(front_.counts().refused_per_address, 1U);
  }
  front_.wait_for_counts([](const HttpServerCounts& counts) { return counts.connections == 0; });
  RawClient third(front_.port());
  EXPECT_EQ(third.ask(get("/back")).status, 200);
}

}  // namespace
}  // namespace net
