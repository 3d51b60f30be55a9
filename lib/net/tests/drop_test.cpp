// Dropping a connection, also one whose own handler waits for its body.
#include "raw_client.h"
#include "test_server.h"

namespace net {
namespace {

const std::string kPost = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n";

// The first request's handler waits for its body; the second one drops the first.
struct OneAtATime {
  runtime::Task<> operator()(Exchange& exchange) {
    if (first != nullptr) {
      co_await first->drop(farewell);
      (void)co_await exchange.respond({.status = 400});
      co_return;
    }
    first = &exchange;
    started.tell(true);
    const auto body = co_await exchange.read_body(100);
    const auto answered = co_await exchange.respond({.body = "too late"});
    first = nullptr;
    ended.tell(std::string(body ? "read" : body.error().code.name()) + (answered ? " answered" : " silent"));
  }

  std::string farewell;
  Exchange* first = nullptr;
  Told<bool> started;
  Told<std::string> ended;
};

TEST(Drop, EndsAnotherHandlersWaitForItsBody) {
  OneAtATime handler;
  TestServer server([&](Exchange& exchange) { return handler(exchange); });
  RawClient first(server.port());
  ASSERT_TRUE(first.send(kPost + "123"));
  ASSERT_TRUE(handler.started.wait());
  RawClient second(server.port());
  EXPECT_EQ(second.ask(kPost).status, 400);
  EXPECT_EQ(handler.ended.wait(), "connection_lost silent");
  EXPECT_EQ(first.read_to_end(), "");
}

TEST(Drop, WritesWhatItIsGivenFirst) {
  OneAtATime handler;
  handler.farewell = "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbye";
  TestServer server([&](Exchange& exchange) { return handler(exchange); });
  RawClient first(server.port());
  ASSERT_TRUE(first.send(kPost + "123"));
  ASSERT_TRUE(handler.started.wait());
  RawClient second(server.port());
  EXPECT_EQ(second.ask(kPost).status, 400);
  EXPECT_EQ(handler.ended.wait(), "connection_lost silent");
  EXPECT_EQ(first.read_to_end(), handler.farewell);
}

runtime::Task<> drop_self(Exchange& exchange) {
  co_await exchange.drop("so long\r\n");
  co_await exchange.drop("only once");
  EXPECT_FALSE(co_await exchange.respond({}));
}

TEST(Drop, OfItsOwnConnectionWritesAndCloses) {
  TestServer server(drop_self);
  RawClient client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_EQ(client.read_to_end(), "so long\r\n");
  EXPECT_EQ(server.counts().requests, 1U);
}

}  // namespace
}  // namespace net
