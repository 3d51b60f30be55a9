// What a handler is told of a request.
#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

runtime::Task<> report(Exchange& exchange) {
  const Request& request = exchange.request();
  Response response;
  response.body = request.method + " " + request.target + " " + request.path + "|" + request.query + " " +
                  request.remote_address + (request.is_upgrade ? " upgrade" : "");
  (void)co_await exchange.respond(std::move(response));
}

class RequestTest : public testing::Test {
 protected:
  // What is told of a request with that first line and these fields.
  std::string told(const std::string& line, const std::string& fields = "") {
    RawClient client(server.port());
    return client.ask(line + "\r\nHost: h\r\n" + fields + "\r\n").body;
  }

  TestServer server{report};
};

TEST_F(RequestTest, HasItsTargetInParts) {
  EXPECT_EQ(told("GET /a%20b?x=1&y=?z HTTP/1.1"), "GET /a%20b?x=1&y=?z /a%20b|x=1&y=?z 127.0.0.1");
  EXPECT_EQ(told("OPTIONS * HTTP/1.1"), "OPTIONS * *| 127.0.0.1");
  EXPECT_EQ(told("MKCOL /x? HTTP/1.1"), "MKCOL /x? /x| 127.0.0.1");
}

TEST_F(RequestTest, MayNameTheWholeUrl) {
  EXPECT_EQ(told("GET http://h/a/b?c HTTP/1.1"), "GET http://h/a/b?c /a/b|c 127.0.0.1");
  EXPECT_EQ(told("GET http://h HTTP/1.1"), "GET http://h /| 127.0.0.1");
  EXPECT_EQ(told("GET http://h?c HTTP/1.1"), "GET http://h?c /|c 127.0.0.1");
}

TEST_F(RequestTest, KnowsAWebSocketHandshake) {
  const std::string fields = "Connection: keep-alive, UPGRADE\r\nUpgrade: WebSocket\r\n";
  EXPECT_EQ(told("GET / HTTP/1.1", fields), "GET / /| 127.0.0.1 upgrade");
  EXPECT_EQ(told("GET / HTTP/1.0", fields), "GET / /| 127.0.0.1");
  EXPECT_EQ(told("POST / HTTP/1.1", fields), "POST / /| 127.0.0.1");
  EXPECT_EQ(told("GET / HTTP/1.1", "Upgrade: websocket\r\n"), "GET / /| 127.0.0.1");
  EXPECT_EQ(told("GET / HTTP/1.1", "Connection: upgrade\r\nUpgrade: h2c\r\n"), "GET / /| 127.0.0.1");
}

}  // namespace
}  // namespace net
