// Which handshakes are answered with a 101, and what stands in it (RFC 6455, section 4.2).
#include "websocket_handshake.h"

#include <gtest/gtest.h>

namespace net {
namespace {

Request handshake() {
  Request request;
  request.method = "GET";
  request.is_upgrade = true;
  request.headers = {
      {"Host", "h"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  return request;
}

TEST(WebSocketHandshake, IsAnsweredAsInTheRfc) {
  const auto answer = answer_websocket_handshake(handshake(), {{"X-Extra", "1"}}, false);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->head,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nX-Extra: 1\r\n\r\n");
  EXPECT_FALSE(answer->deflate);
}

TEST(WebSocketHandshake, NeedsAKeyOfSixteenBytes) {
  for (const std::string key : {"", "dGhl", "dGhlIHNhbXBsZSBub25jZQ===", "!GhlIHNhbXBsZSBub25jZQ=="}) {
    Request request = handshake();
    request.headers.set("Sec-WebSocket-Key", key);
    const auto answer = answer_websocket_handshake(request, {}, false);
    ASSERT_FALSE(answer) << key;
    EXPECT_EQ(answer.error().status, 400);
  }
}

TEST(WebSocketHandshake, NeedsVersion13) {
  Request request = handshake();
  request.headers.set("Sec-WebSocket-Version", "12");
  const auto answer = answer_websocket_handshake(request, {}, false);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().status, 426);
  EXPECT_EQ(answer.error().headers.get("Sec-WebSocket-Version"), "13");
}

TEST(WebSocketHandshake, JoinsRepeatedFieldsOfExtensions) {
  Request request = handshake();
  request.headers.add("Sec-WebSocket-Extensions", "x-unknown");
  request.headers.add("sec-websocket-extensions", "permessage-deflate");
  EXPECT_TRUE(answer_websocket_handshake(request, {}, true)->deflate);
  EXPECT_FALSE(answer_websocket_handshake(request, {}, false)->deflate);
}

// RFC 7692, section 7.1.
std::string answer_to(std::string_view offers) {
  const auto agreed = accept_deflate(offers);
  return agreed ? deflate_answer(*agreed) : "none";
}

TEST(DeflateOffer, IsMetWithWhatTheServerHas) {
  const std::string base = "permessage-deflate; server_max_window_bits=12";
  EXPECT_EQ(answer_to("permessage-deflate"), base);
  EXPECT_EQ(answer_to("PERMESSAGE-deflate ; client_max_window_bits"), base);
  EXPECT_EQ(answer_to("permessage-deflate; client_max_window_bits=10"), base + "; client_max_window_bits=10");
  EXPECT_EQ(answer_to("permessage-deflate; server_max_window_bits=\"10\""),
            "permessage-deflate; server_max_window_bits=10");
  EXPECT_EQ(answer_to("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
            "server_max_window_bits=12");
}

TEST(DeflateOffer, IsPassedOverForTheNext) {
  for (const std::string_view bad :
       {"x-webkit-deflate-frame", "permessage-deflate; unknown", "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=16", "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=010", "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_max_window_bits; client_max_window_bits=9", "permessage-deflate;"}) {
    EXPECT_EQ(answer_to(bad), "none") << bad;
    EXPECT_EQ(answer_to(std::string(bad) + ", permessage-deflate"),
              "permessage-deflate; server_max_window_bits=12");
  }
}

}  // namespace
}  // namespace net
