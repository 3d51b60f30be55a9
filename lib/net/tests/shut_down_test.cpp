// Stopping: kept connections end after the request they are in, and nothing is left behind.
#include <optional>

#include <boost/asio/this_coro.hpp>

#include <runtime/notification.h>

#include "awaited_socket.h"
#include "raw_client.h"
#include "test_server.h"
#include "websocket_client.h"

namespace net {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

struct Gate {
  runtime::Task<> operator()(Exchange& exchange) {
    waiting.tell(true);
    while (!open) co_await changed->wait();
    (void)co_await exchange.respond({.body = "through"});
  }
  std::optional<runtime::Notification> changed;
  bool open = false;
  Told<bool> waiting;
};

TEST(ShutDown, StoppingLetsARequestEnd) {
  Gate gate;
  TestServer server([&](Exchange& exchange) { return gate(exchange); });
  gate.changed.emplace(server.loop().get_executor());
  RawClient idle(server.port());
  RawClient client(server.port());
  ASSERT_TRUE(client.send(kGet));
  ASSERT_TRUE(gate.waiting.wait());
  server.on_loop([&] { server.server().stop_accepting(); });
  EXPECT_EQ(idle.read_to_end(), "");
  server.on_loop([&] {
    gate.open = true;
    gate.changed->notify();
  });
  const RawResponse response = client.read_response();
  EXPECT_EQ(response.body, "through");
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(client.read_to_end(), "");
  server.shut_down();
  gate.changed.reset();  // before the loop that it stands on
}

// Half a head, half a body, an idle connection, a WebSocket with and one without a reader.
struct Everything {
  runtime::Task<> operator()(Exchange& exchange) {
    if (exchange.request().method == "POST") {
      (void)co_await exchange.read_body(100);
      co_return;
    }
    auto accepted = co_await exchange.accept_websocket({}, {});
    if (!accepted) co_return;
    if (exchange.request().path == "/held") {
      held = std::move(*accepted);
      accepted_held.tell(true);
      co_return;
    }
    AwaitedSocket socket(co_await boost::asio::this_coro::executor, std::move(*accepted));
    while (co_await socket.read()) {
    }
  }
  std::unique_ptr<WebSocket> held;
  Told<bool> accepted_held;
};

TEST(ShutDown, EndsWhateverIsOpen) {
  Everything handler;
  TestServer server([&](Exchange& exchange) { return handler(exchange); });
  RawClient idle(server.port());
  RawClient half_head(server.port());
  ASSERT_TRUE(half_head.send("GET / HTTP/1.1\r\n"));
  RawClient half_body(server.port());
  ASSERT_TRUE(half_body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n1"));
  WebSocketClient reading(server.port());
  ASSERT_FALSE(reading.handshake());
  WebSocketClient held(server.port());
  ASSERT_FALSE(held.handshake("/held"));
  ASSERT_TRUE(handler.accepted_held.wait());
  EXPECT_EQ(server.counts().connections, 5U);
  server.shut_down();
  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_EQ(half_head.read_to_end(), "");
  EXPECT_EQ(half_body.read_to_end(), "");
  reading.read();
  EXPECT_TRUE(reading.error);
  handler.held.reset();  // before the loop that it stands on
}

TEST(ShutDown, WithoutEverListening) {
  TestServer server([](Exchange&) -> runtime::Task<> { co_return; });
}

// The other way to end: the loop stops for good, and everything on it is destroyed where it stands.
TEST(ShutDown, IsNotNeededWhenTheLoopHasStopped) {
  Everything handler;
  auto loop = std::make_unique<boost::asio::io_context>(1);
  auto server = std::make_unique<HttpServer>(
      loop->get_executor(), HttpServerOptions(), [&](Exchange& exchange) { return handler(exchange); },
      nullptr);
  const auto port = server->listen("127.0.0.1", 0);
  ASSERT_TRUE(port);
  RawClient half_body(*port);
  ASSERT_TRUE(half_body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n1"));
  while (server->counts().requests == 0) loop->run_one();
  server.reset();
  loop.reset();
  EXPECT_EQ(half_body.read_to_end(), "");
}

}  // namespace
}  // namespace net
