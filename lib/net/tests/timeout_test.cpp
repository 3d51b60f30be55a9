// Clients that take too long. The timeouts are short; what is waited for is their effect.
#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

using std::chrono::milliseconds;

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

runtime::Task<> report_body(Exchange& exchange) {
  const auto body = co_await exchange.read_body(1000);
  (void)co_await exchange.respond({.body = body ? "read" : std::string(body.error().code.name())});
}

runtime::Task<> send_static(Exchange& exchange, std::string_view bytes, Told<bool>& taken) {
  taken.tell((co_await exchange.respond({.static_body = bytes})).has_value());
}

TEST(Timeout, ClosesAConnectionThatSendsNothing) {
  TestServer server(report_body, {.first_request_timeout = milliseconds(20)});
  RawClient client(server.port());
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(server.counts().unused_connections, 1U);
}

TEST(Timeout, ClosesAKeptConnectionThatIsNotUsed) {
  TestServer server(report_body, {.idle_timeout = milliseconds(20)});
  // On a busy machine a client may be too late for its first request.
  while (true) {
    RawClient client(server.port());
    if (!client.send(kGet) || client.read_response().status != 200) continue;
    EXPECT_EQ(client.read_to_end(), "");
    EXPECT_EQ(server.counts().unused_connections, 0U);
    break;
  }
}

TEST(Timeout, EndsAHeadThatDribblesIn) {
  TestServer server(report_body, {.header_timeout = milliseconds(20)});
  RawClient client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: "));
  const RawResponse response = client.read_response();
  EXPECT_EQ(response.status, 408);
  EXPECT_TRUE(response.has("Connection: close"));
  client.close();
  EXPECT_EQ(server.counts().late_heads, 1U);
}

// However often a byte comes, the head as a whole is late.
TEST(Timeout, IsNotPutOffByEveryByte) {
  TestServer server(report_body, {.header_timeout = milliseconds(20)});
  RawClient client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: h\r\nX: "));
  while (client.send("x") && server.counts().late_heads == 0) {
  }
  EXPECT_EQ(server.counts().late_heads, 1U);
  EXPECT_EQ(server.counts().requests, 0U);
}

TEST(Timeout, EndsABodyThatDribblesIn) {
  TestServer server(report_body, {.body_timeout = milliseconds(20)});
  RawClient client(server.port());
  ASSERT_TRUE(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n123"));
  const RawResponse response = client.read_response();
  EXPECT_EQ(response.body, "body_timeout");
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(server.counts().late_bodies, 1U);
}

TEST(Timeout, EndsAnAnswerThatIsNotTaken) {
  static const std::string kMuch(64 * 1024 * 1024, 'm');
  Told<bool> told;
  TestServer server([&](Exchange& exchange) { return send_static(exchange, kMuch, told); },
                    {.write_timeout = milliseconds(20)});
  RawClient client(server.port());
  ASSERT_TRUE(client.send(kGet));
  EXPECT_FALSE(told.wait());
  EXPECT_EQ(server.counts().late_readers, 1U);
}

}  // namespace
}  // namespace net
