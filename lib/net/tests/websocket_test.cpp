// Messages over a WebSocket, both ways, whole and in pieces.
#include "echo_handler.h"
#include "raw_client.h"
#include "test_server.h"
#include "websocket_client.h"

namespace net {
namespace {

TEST(WebSocket, EchoesTextAndBinary) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send("hello \xC3\xA9");
  EXPECT_EQ(client.read(), "hello \xC3\xA9");
  EXPECT_TRUE(client.got_text());
  client.send(std::string_view("\x00\xFF", 2), true);
  EXPECT_EQ(client.read(), std::string_view("\x00\xFF", 2));
  EXPECT_FALSE(client.got_text());
  client.send("");
  EXPECT_EQ(client.read(), "");
  EXPECT_FALSE(client.error);
}

TEST(WebSocket, HandshakeHasTheExtraHeadersAndNoServer) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  EXPECT_EQ(client.header("X-Extra"), "a  Injected: b");
  EXPECT_FALSE(client.has_header("Injected"));
  EXPECT_FALSE(client.has_header("Server"));
  EXPECT_FALSE(client.has_header("Sec-WebSocket-Extensions"));
}

TEST(WebSocket, WritesABatchInOrder) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send("twice");
  EXPECT_EQ(client.read(), "twice");
  EXPECT_EQ(client.read(), "twice");
  client.send("once");
  EXPECT_EQ(client.read(), "once");
}

TEST(WebSocket, JoinsFragmentsAroundAPing) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send_fragment("one,", false);
  client.ping("are you there");
  client.send_fragment("two", true);
  EXPECT_EQ(client.read(), "one,two");
  EXPECT_EQ(client.pongs, std::vector<std::string>{"are you there"});
}

TEST(WebSocket, ReadsMessagesOfEverySizeUpToTheLimit) {
  TestServer server(echo_with({.max_message_bytes = 300'000}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  for (const std::size_t size : {1, 125, 126, 511, 512, 513, 1536, 65'535, 65'536, 299'999, 300'000}) {
    const std::string payload(size, 'x');
    client.send(payload);
    ASSERT_EQ(client.read(), payload);
    client.send_fragmented(payload, size / 3 + 1);
    ASSERT_EQ(client.read(), payload);
  }
}

TEST(WebSocket, ClosesWith1009OneByteOverTheLimit) {
  TestServer server(echo_with({.max_message_bytes = 1000}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send(std::string(1001, 'x'));
  client.read();
  EXPECT_EQ(client.close_code(), 1009U);
  client.socket().close();
  server.wait_for_counts([](const HttpServerCounts& counts) { return counts.oversized_messages == 1; });
}

TEST(WebSocket, CountsFragmentsTogetherAgainstTheLimit) {
  TestServer server(echo_with({.max_message_bytes = 1000}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send_fragmented(std::string(1001, 'x'), 400);
  client.read();
  EXPECT_EQ(client.close_code(), 1009U);
}

TEST(WebSocket, ClosesWith1007OnTextThatIsNotUtf8) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send("\xC3\x28");
  client.read();
  EXPECT_EQ(client.close_code(), 1007U);
  client.socket().close();
  server.wait_for_counts([](const HttpServerCounts& counts) { return counts.websocket_violations == 1; });
}

TEST(WebSocket, ClosesWith1002OnAnUnmaskedFrame) {
  TestServer server(echo_with({}));
  WebSocketClient client(server.port());
  ASSERT_FALSE(client.handshake());
  client.send_raw(std::string_view("\x81\x01x", 3));
  client.read();
  EXPECT_EQ(client.close_code(), 1002U);
  client.socket().close();
  server.wait_for_counts([](const HttpServerCounts& counts) { return counts.websocket_violations == 1; });
}

TEST(WebSocket, ReadsWhatWasSentBehindTheHandshake) {
  TestServer server(echo_with({}));
  RawClient client(server.port());
  std::string sent =
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  sent += std::string_view("\x81\x82\0\0\0\0hi", 8);
  ASSERT_TRUE(client.send(sent));
  const RawResponse response = client.read_response();
  EXPECT_EQ(response.status, 101);
  EXPECT_TRUE(response.has("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  ASSERT_TRUE(client.send(std::string_view("\x88\x80\0\0\0\0", 6)));
  EXPECT_EQ(client.read_to_end(), std::string_view("\x81\x02hi\x88\x02\x03\xE8", 8));
}

TEST(WebSocket, RefusesAHandshakeWithoutAKey) {
  TestServer server(echo_with({}));
  RawClient client(server.port());
  const RawResponse response = client.ask(
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\n\r\n");
  EXPECT_EQ(response.status, 400);
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(response.head.find("Server:"), std::string::npos);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(WebSocket, RefusesAnotherVersionWith426) {
  TestServer server(echo_with({}));
  RawClient client(server.port());
  const RawResponse response = client.ask(
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  EXPECT_EQ(response.status, 426);
  EXPECT_TRUE(response.has("Sec-WebSocket-Version: 13"));
}

TEST(WebSocket, RefusesAPlainRequest) {
  TestServer server(echo_with({}));
  RawClient client(server.port());
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").status, 400);
}

}  // namespace
}  // namespace net
