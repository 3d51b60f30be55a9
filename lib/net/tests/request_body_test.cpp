// Bodies: whole, in chunks, too large, not wanted, held back until the server agrees.
#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

// Answers with the body, or with the code of the error and status 413.
runtime::Task<> echo_body(Exchange& exchange) {
  auto body = co_await exchange.read_body(1000);
  Response response;
  response.status = body ? 200 : 413;
  response.body = body ? *body : std::string(body.error().code.name());
  (void)co_await exchange.respond(std::move(response));
}

// Tells how the reading ended, and whether the peer went away.
runtime::Task<> report_read(Exchange& exchange, Told<std::string>& outcome, Told<bool>& gone) {
  exchange.on_peer_gone([&gone] { gone.tell(true); });
  const auto body = co_await exchange.read_body(1000);
  outcome.tell(body ? "read" : std::string(body.error().code.name()));
}

runtime::Task<> ignore_body(Exchange& exchange) {
  (void)co_await exchange.respond({.body = exchange.request().method});
}

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

std::string post(std::string_view fields, std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

TEST(RequestBody, IsReadByItsLength) {
  TestServer server(echo_body);
  RawClient client(server.port());
  EXPECT_EQ(client.ask(post("Content-Length: 5\r\n", "hello")).body, "hello");
  EXPECT_EQ(client.ask(post("Content-Length: 0\r\n", "")).body, "");
  EXPECT_EQ(client.ask(post("", "")).body, "");
  const std::string most(1000, 'x');
  EXPECT_EQ(client.ask(post("Content-Length: 1000\r\n", most)).body, most);
}

TEST(RequestBody, IsReadInChunks) {
  TestServer server(echo_body);
  RawClient client(server.port());
  const std::string chunks = "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n";
  EXPECT_EQ(client.ask(post("Transfer-Encoding: chunked\r\n", chunks)).body, "hello world");
  // Byte by byte, with a request right behind it.
  for (const char byte : post("Transfer-Encoding: Chunked\r\n", chunks) + kGet)
    ASSERT_TRUE(client.send({&byte, 1}));
  EXPECT_EQ(client.read_response().body, "hello world");
  EXPECT_EQ(client.read_response().status, 200);
}

TEST(RequestBody, OverTheLimitCanBeAnswered) {
  TestServer server(echo_body);
  for (const std::string& request :
       {post("Content-Length: 1001\r\n", std::string(1001, 'x')),
        post("Transfer-Encoding: chunked\r\n",
             "1f4\r\n" + std::string(500, 'x') + "\r\n1f5\r\n" + std::string(501, 'x') + "\r\n0\r\n\r\n")}) {
    RawClient client(server.port());
    const RawResponse response = client.ask(request);
    EXPECT_EQ(response.status, 413);
    EXPECT_EQ(response.body, "body_too_large");
    EXPECT_TRUE(response.has("Connection: close"));
    EXPECT_EQ(client.read_to_end(), "");
  }
}

TEST(RequestBody, IsJudgedByWhatArrivesNotByWhatIsAnnounced) {
  TestServer server(echo_body);
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("Content-Length: 5000\r\n", std::string(1000, 'x'))));
  EXPECT_EQ(client.unread(), "");
  EXPECT_EQ(client.ask("x").status, 413);
}

TEST(RequestBody, RefusalReachesAClientThatIsStillSending) {
  TestServer server(echo_body);
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("Content-Length: 4000000\r\n", std::string(4'000'000, 'x'))));
  EXPECT_EQ(client.read_response().status, 413);
}

TEST(RequestBody, MalformedChunksAreRefused) {
  Told<std::string> told;
  Told<bool> gone;
  TestServer server([&](Exchange& exchange) { return report_read(exchange, told, gone); });
  RawClient client(server.port());
  EXPECT_EQ(client.ask(post("Transfer-Encoding: chunked\r\n", "zz\r\n")).status, 400);
  EXPECT_EQ(told.wait(), "connection_lost");
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(RequestBody, NotWantedAndSmallIsSkipped) {
  TestServer server(ignore_body);
  RawClient client(server.port());
  EXPECT_EQ(client.ask(post("Content-Length: 5\r\n", "hello")).body, "POST");
  EXPECT_EQ(client.ask(kGet).body, "GET");
  // Still on its way when the answer is given.
  EXPECT_EQ(client.ask(post("Content-Length: 5\r\n", "")).body, "POST");
  EXPECT_EQ(client.ask("hello" + kGet).body, "GET");
  // In chunks, if they have arrived.
  EXPECT_EQ(client.ask(post("Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n")).body, "POST");
  EXPECT_EQ(client.ask(kGet).body, "GET");
}

TEST(RequestBody, NotWantedAndLargeEndsTheConnection) {
  TestServer server(ignore_body);
  RawClient client(server.port());
  const RawResponse response = client.ask(post("Content-Length: 1000000\r\n", ""));
  EXPECT_EQ(response.body, "POST");
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(RequestBody, IsAskedForWhenTheClientExpectsThat) {
  TestServer server(echo_body);
  RawClient client(server.port());
  EXPECT_EQ(client.ask(post("Content-Length: 5\r\nExpect: 100-continue\r\n", "")).status, 100);
  EXPECT_EQ(client.ask("hello").body, "hello");
  // A client that did not wait is not asked.
  EXPECT_EQ(client.ask(post("Content-Length: 5\r\nExpect: 100-continue\r\n", "hello")).body, "hello");
}

TEST(RequestBody, ThatWasNotAskedForEndsTheConnection) {
  TestServer server(ignore_body);
  RawClient client(server.port());
  const RawResponse response = client.ask(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(RequestBody, EndsWithTheConnection) {
  Told<std::string> told;
  Told<bool> gone;
  TestServer server([&](Exchange& exchange) { return report_read(exchange, told, gone); });
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("Content-Length: 5\r\n", "hel")));
  client.half_close();
  EXPECT_EQ(told.wait(), "connection_lost");
  EXPECT_TRUE(gone.wait());
}

}  // namespace
}  // namespace net
