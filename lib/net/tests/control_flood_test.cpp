// Pings and pongs by the thousand (RFC 6455, section 5.5): answered in moderation, then cut off.
#include <boost/asio/this_coro.hpp>

#include "awaited_socket.h"
#include "echo_handler.h"
#include "test_server.h"
#include "websocket_client.h"

namespace net {
namespace {

runtime::Task<> read_all(Exchange& exchange, WebSocketOptions options, Told<std::string>& told) {
  auto accepted = co_await exchange.accept_websocket(options, {});
  if (!accepted) co_return;
  AwaitedSocket socket(co_await boost::asio::this_coro::executor, std::move(*accepted));
  while (true) {
    const auto message = co_await socket.read();
    if (message) continue;
    told.tell(std::string(message.error().code.name()));
    co_return;
  }
}

class ControlFloodTest : public testing::TestWithParam<char> {
 protected:
  // An empty frame of the kind under test, masked with zeros.
  [[nodiscard]] std::string frames(std::size_t count) const {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) bytes += std::string{GetParam(), '\x80', 0, 0, 0, 0};
    return bytes;
  }
};

TEST_P(ControlFloodTest, IsCutOff) {
  Told<std::string> told;
  const WebSocketOptions options{.control_frames = {.per_second = 1, .burst = 3}};
  TestServer server([&](Exchange& exchange) { return read_all(exchange, options, told); });
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send_raw(frames(1000));
  EXPECT_EQ(told.wait(), kWebSocketProtocol.name());
  EXPECT_EQ(server.counts().control_floods, 1U);
  while (!client.error) client.read();
}

INSTANTIATE_TEST_SUITE_P(PingsAndPongs, ControlFloodTest, testing::Values('\x89', '\x8a'));

TEST(ControlFlood, AFewPingsAreAnswered) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  for (int i = 0; i < 20; ++i) client.ping({});
  client.send("after them");
  EXPECT_EQ(client.read(), "after them");
  EXPECT_EQ(client.pongs.size(), 20U);
  EXPECT_EQ(server.counts().control_floods, 0U);
}

}  // namespace
}  // namespace net
