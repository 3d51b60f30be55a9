// What a request must not be, and how it is refused.
#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

runtime::Task<> answer_ok(Exchange& exchange) {
  (void)co_await exchange.respond({.body = "ok"});
}

// The answer to a request, after which the connection must end.
int refusal_of(const std::string& request, HttpServerOptions options = {}) {
  TestServer server(answer_ok, options);
  RawClient client(server.port());
  EXPECT_TRUE(client.send(request));
  const RawResponse response = client.read_response();
  EXPECT_TRUE(response.has("Connection: close"));
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(client.read_to_end(), "");
  return response.status;
}

TEST(MalformedRequest, IsRefusedWith400) {
  for (const std::string request : {
           "nonsense\r\n\r\n",
           "GET /\r\n\r\n",
           "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nbad header\r\n\r\n",
           "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
       }) {
    EXPECT_EQ(refusal_of(request), 400) << request;
  }
}

TEST(MalformedRequest, NeedsOneHost) {
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST(MalformedRequest, MayNotSayItsLengthInTwoWays) {
  EXPECT_EQ(
      refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"),
      400);
  EXPECT_EQ(
      refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"),
      400);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"), 400);
  EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
}

TEST(MalformedRequest, MayNotHaveAHeadOverTheLimit) {
  const HttpServerOptions options{.max_header_bytes = 4096};
  const std::string start = "GET / HTTP/1.1\r\nHost: h\r\n";
  EXPECT_EQ(refusal_of(start + "X: " + std::string(5000, 'x') + "\r\n\r\n", options), 431);
  std::string many = start;
  for (int i = 0; i < 500; ++i) many += "X: 123456\r\n";
  EXPECT_EQ(refusal_of(many + "\r\n", options), 431);
  EXPECT_EQ(refusal_of("GET /" + std::string(5000, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n", options), 414);
}

TEST(MalformedRequest, MayHaveAHeadOfExactlyTheLimit) {
  TestServer server(answer_ok, {.max_header_bytes = 4096});
  RawClient client(server.port());
  std::string request = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
  request.resize(4096 - 4, 'x');
  EXPECT_EQ(client.ask(request + "\r\n\r\n").status, 200);
  // Behind it, and in many lines, as well.
  request = "GET / HTTP/1.1\r\nHost: h\r\n";
  while (request.size() + 10 < 4096 - 10) request += "X: 12345\r\n";
  EXPECT_EQ(client.ask(request + "\r\n").status, 200);
}

}  // namespace
}  // namespace net
