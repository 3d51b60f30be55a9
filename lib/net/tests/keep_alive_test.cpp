// Several requests on one connection, and when it closes instead.
#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

// Answers with what was asked.
runtime::Task<> echo_target(Exchange& exchange) {
  Response response;
  response.headers.add("Content-Type", "text/plain");
  response.body = exchange.request().method + " " + exchange.request().target;
  (void)co_await exchange.respond(std::move(response));
}

TEST(KeepAlive, ServesRequestsOneAfterTheOther) {
  TestServer server(echo_target);
  RawClient client(server.port());
  for (const std::string path : {"/a", "/b?x=1"}) {
    const RawResponse response = client.ask("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "GET " + path);
    EXPECT_TRUE(response.has("Content-Type: text/plain"));
    EXPECT_EQ(response.head.find("Connection:"), std::string::npos);
  }
  EXPECT_EQ(server.counts().requests, 2U);
  EXPECT_EQ(server.counts().accepted, 1U);
}

TEST(KeepAlive, AnswersPipelinedRequestsInOrder) {
  TestServer server(echo_target);
  RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  ASSERT_TRUE(client.send(requests));
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.read_response().body, "GET /" + std::to_string(i));
}

TEST(KeepAlive, ClosesWhenTheClientAsksForIt) {
  TestServer server(echo_target);
  RawClient client(server.port());
  const RawResponse response = client.ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(response.body, "GET /");
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(KeepAlive, ClosesAfterHttp10) {
  TestServer server(echo_target);
  RawClient client(server.port());
  EXPECT_EQ(client.ask("GET / HTTP/1.0\r\n\r\n").body, "GET /");
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(KeepAlive, KeepsHttp10WhenAskedTo) {
  TestServer server(echo_target);
  RawClient client(server.port());
  const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_TRUE(client.ask(request).has("Connection: keep-alive"));
  EXPECT_EQ(client.ask(request).body, "GET /");
}

TEST(KeepAlive, HeadHasNoBodyButItsLength) {
  TestServer server(echo_target);
  RawClient client(server.port());
  ASSERT_TRUE(client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_TRUE(client.read_response(true).has("Content-Length: 6"));
  EXPECT_EQ(client.read_response().body, "GET /next");
}

TEST(KeepAlive, SkipsAnEmptyLineBeforeARequest) {
  TestServer server(echo_target);
  RawClient client(server.port());
  EXPECT_EQ(client.ask("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n").body, "GET /");
}

}  // namespace
}  // namespace net
