// What an answer looks like on the wire.
#include <stdexcept>

#include <boost/asio/use_awaitable.hpp>

#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

runtime::Task<> respond_with(Exchange& exchange, Response response) {
  EXPECT_TRUE(co_await exchange.respond(std::move(response)));
  EXPECT_FALSE(co_await exchange.respond({.body = "again"}));
}

Handler always(Response response) {
  return [response](Exchange& exchange) { return respond_with(exchange, response); };
}

TEST(Response, HasNoBodyWhereHttpHasNone) {
  for (const int status : {204, 304}) {
    TestServer server(always({.status = status, .body = "never seen"}));
    RawClient client(server.port());
    ASSERT_TRUE(client.send(kGet));
    const RawResponse response = client.read_response();
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.head.find("Content-Length"), std::string::npos);
    EXPECT_EQ(client.ask(kGet).status, status);
  }
}

TEST(Response, SendsStaticBytes) {
  static const std::string kBytes(3'000'000, 'b');
  TestServer server(always({.static_body = kBytes}));
  RawClient client(server.port());
  EXPECT_EQ(client.ask(kGet).body, kBytes);
  EXPECT_EQ(client.ask(kGet).body, kBytes);
}

TEST(Response, DoesNotLetAValueBecomeAField) {
  TestServer server(always({.headers = {{"Location", "/a\r\nSet-Cookie: b"}}}));
  RawClient client(server.port());
  EXPECT_TRUE(client.ask(kGet).has("Location: /a  Set-Cookie: b"));
}

TEST(Response, FramingIsTheServersBusiness) {
  TestServer server(always({.headers = {{"content-length", "99"}, {"Connection", "close"}}, .body = "ok"}));
  RawClient client(server.port());
  EXPECT_EQ(client.ask(kGet).body, "ok");
  EXPECT_EQ(client.ask(kGet).body, "ok");
}

runtime::Task<> forget(Exchange&) {
  co_return;
}

TEST(Response, IsABare500WhenTheHandlerForgets) {
  TestServer server(forget);
  RawClient client(server.port());
  const RawResponse response = client.ask(kGet);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(client.ask(kGet).status, 500);
}

runtime::Task<> throw_up(Exchange&) {
  throw std::runtime_error("broken");
  co_return;
}

TEST(Response, Is500AndLoggedWhenTheHandlerThrows) {
  TestServer server(throw_up);
  RawClient client(server.port());
  EXPECT_EQ(client.ask(kGet).status, 500);
  ASSERT_EQ(server.log().size(), 1U);
  EXPECT_EQ(server.log()[0], "GET / failed: broken");
}

}  // namespace
}  // namespace net
