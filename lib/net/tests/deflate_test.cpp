// permessage-deflate (RFC 7692): only if both sides want it, and no way round the limit of a message.
#include <boost/asio/read.hpp>

#include "echo_handler.h"
#include "test_server.h"
#include "websocket_client.h"

namespace net {
namespace {

constexpr bool kOffered = true;

TEST(Deflate, IsIgnoredUnlessItIsOn) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port(), kOffered);
  ASSERT_FALSE(client.handshake());
  EXPECT_FALSE(client.has_header("Sec-WebSocket-Extensions"));
  client.send("twice");
  EXPECT_EQ(client.read(), "twice");
}

TEST(Deflate, IsLeftOutForAClientThatDoesNotOfferIt) {
  TestServer server(echo_with({.permessage_deflate = true}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  EXPECT_FALSE(client.has_header("Sec-WebSocket-Extensions"));
  client.send("twice");
  EXPECT_EQ(client.read(), "twice");
}

TEST(Deflate, CompressesBothWays) {
  TestServer server(echo_with({.max_message_bytes = 100'000, .permessage_deflate = true}));
  WebSocketClient client(server.port(), kOffered);
  ASSERT_FALSE(client.handshake());
  EXPECT_TRUE(client.header("Sec-WebSocket-Extensions").starts_with("permessage-deflate"));
  std::string large;
  while (large.size() < 99'000) large += std::to_string(large.size() * 7919);
  for (const std::string& payload : {std::string("short"), std::string(100'000, 'x'), large, std::string()}) {
    client.send(payload);
    EXPECT_EQ(client.read(), payload);
  }
  client.send("twice");
  EXPECT_EQ(client.read(), "twice");
  EXPECT_EQ(client.read(), "twice");
  EXPECT_FALSE(client.error);
}

TEST(Deflate, TheWireCarriesCompressedFrames) {
  TestServer server(echo_with({.permessage_deflate = true}));
  WebSocketClient client(server.port(), kOffered);
  ASSERT_FALSE(client.handshake());
  client.send(std::string(10'000, 'x'));
  unsigned char head[2];
  boost::asio::read(client.socket(), boost::asio::buffer(head));
  EXPECT_EQ(head[0], 0xC1);  // final, compressed, text (RFC 7692, section 6)
  EXPECT_LT(head[1], 126) << "the length of ten thousand equal bytes";
}

// A few kilobytes that would become a hundred megabytes.
TEST(Deflate, ABombIsCutAtTheLimitOfAMessage) {
  TestServer server(echo_with({.max_message_bytes = 100'000, .permessage_deflate = true}));
  WebSocketClient client(server.port(), kOffered);
  ASSERT_FALSE(client.handshake());
  client.send(std::string(100'000'000, 'x'));
  client.read();
  EXPECT_TRUE(client.error);
  client.socket().close();
  server.wait_for_counts([](const HttpServerCounts& counts) { return counts.oversized_messages == 1; });
}

TEST(Deflate, OneByteOverTheLimitIsTooLarge) {
  TestServer server(echo_with({.max_message_bytes = 1000, .permessage_deflate = true}));
  WebSocketClient client(server.port(), kOffered);
  ASSERT_FALSE(client.handshake());
  client.send(std::string(1001, 'x'));
  client.read();
  EXPECT_EQ(client.close_code(), 1009U);
}

}  // namespace
}  // namespace net
