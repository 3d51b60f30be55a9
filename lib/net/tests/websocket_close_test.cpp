// The ways a WebSocket ends.
#include "raw_client.h"
#include "test_server.h"
#include "websocket_client.h"

namespace net {
namespace {

const std::string kUpgrade =
    "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

// Accepts one WebSocket, reads until it ends, and lets the test use it meanwhile.
class OneSocket {
 public:
  explicit OneSocket(WebSocketOptions options = {}) : options_(options) {}
  ~OneSocket() {
    server_.on_loop([this] { socket_.reset(); });
    server_.shut_down();
  }

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  TestServer& server() { return server_; }
  // How reading ended.
  std::string ending() { return ended_.wait(); }
  // Whether the write that was left pending ended before that.
  bool written() { return written_.wait(); }
  void wait_until_accepted() { ASSERT_TRUE(accepted_.wait()); }

  // Runs `use` with the socket on its loop.
  template <class Use>
  void use(Use use) {
    server_.on_loop([&] { use(socket_); });
  }

 private:
  struct Listener final : WebSocketListener {
    explicit Listener(OneSocket& listening) : one(listening) {}
    void on_message(std::string_view payload, bool) override {
      if (payload == "close me") one.socket_->close();
    }
    void on_written() override {
      was_written = true;
      one.written_.tell(true);
    }
    void on_end(const base::Error& reason) override {
      if (!was_written) one.written_.tell(false);
      one.ended_.tell(std::string(reason.code.name()));
    }
    OneSocket& one;
    bool was_written = false;
  };

  runtime::Task<> run(Exchange& exchange) {
    auto accepted = co_await exchange.accept_websocket(options_, {});
    if (!accepted) co_return;
    socket_ = std::move(*accepted);
    socket_->start(std::make_shared<Listener>(*this));
    accepted_.tell(true);
  }

  const WebSocketOptions options_;
  std::unique_ptr<WebSocket> socket_;
  Told<bool> accepted_;
  Told<bool> written_;
  Told<std::string> ended_;
  // The short timeout, which nothing here meets, lets the server look at its deadlines often.
  TestServer server_{[this](Exchange& exchange) { return run(exchange); },
                     {.body_timeout = std::chrono::milliseconds(20)}};
};

std::vector<OutgoingMessage> messages(std::size_t count, std::size_t bytes) {
  return std::vector<OutgoingMessage>(count, {.payload = std::string(bytes, 'm'), .binary = false});
}

bool write(WebSocket& socket, std::vector<OutgoingMessage> batch) {
  return socket.write(batch);
}

TEST(WebSocketClose, ByTheServerCarriesItsCode) {
  OneSocket one;
  WebSocketClient client(one.port());
  ASSERT_FALSE(client.handshake());
  one.wait_until_accepted();
  one.use([](auto& socket) {
    socket->close(1001);
    socket->close(1002);
  });
  client.read();
  EXPECT_EQ(client.close_code(), 1001U);
  EXPECT_EQ(one.ending(), "websocket_closed");
}

// Python's client does this.
TEST(WebSocketClose, ByBothAtOnceWaitsForNobody) {
  OneSocket one;
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  one.wait_until_accepted();
  // A masked text frame and a masked, empty close frame, by a mask of zeros (RFC 6455, section 5.2).
  const std::string zeros(4, '\0');
  client.send("\x81\x88" + zeros + "close me" + "\x88\x80" + zeros);
  EXPECT_EQ(client.read_to_end(), std::string("\x88\0", 2));
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, WithoutACodeIsAnEmptyFrame) {
  OneSocket one;
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  one.wait_until_accepted();
  one.use([](auto& socket) { socket->close(); });
  ASSERT_TRUE(client.send(std::string_view("\x88\x80\0\0\0\0", 6)));
  EXPECT_EQ(client.read_to_end(), std::string_view("\x88\0", 2));
  client.close();
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, ByTheClientIsAnswered) {
  OneSocket one;
  WebSocketClient client(one.port());
  ASSERT_FALSE(client.handshake());
  client.close();
  EXPECT_FALSE(client.error);
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, ByAResetIsNoticed) {
  OneSocket one;
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  client.reset();
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, DoesNotWaitForAPeerThatNeverAnswers) {
  OneSocket one({.close_timeout = std::chrono::milliseconds(20)});
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  one.wait_until_accepted();
  one.use([](auto& socket) { socket->close(1000); });
  EXPECT_EQ(one.ending(), "websocket_closed");
  EXPECT_EQ(client.read_to_end(), std::string_view("\x88\x02\x03\xE8", 4));
}

TEST(WebSocketClose, DoesNotWaitForAPeerThatStaysAfterAViolation) {
  OneSocket one({.max_message_bytes = 10, .close_timeout = std::chrono::milliseconds(20)});
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  ASSERT_TRUE(client.send(std::string_view("\x81\x8B\0\0\0\0hello world", 17)));
  EXPECT_EQ(one.ending(), "message_too_big");
  EXPECT_EQ(client.read_to_end(), std::string_view("\x88\x02\x03\xF1", 4));
}

TEST(WebSocketClose, TellsAViolation) {
  OneSocket one;
  WebSocketClient client(one.port());
  ASSERT_FALSE(client.handshake());
  client.send("\xFF");
  client.read();
  client.socket().close();
  EXPECT_EQ(one.ending(), "websocket_protocol");
}

TEST(WebSocketClose, ComesAfterTheWriteInFlight) {
  OneSocket one;
  WebSocketClient client(one.port());
  ASSERT_FALSE(client.handshake());
  one.wait_until_accepted();
  one.use([&](auto& socket) {
    EXPECT_FALSE(write(*socket, messages(30, 900'000)));
    socket->close(1000);
    EXPECT_FALSE(write(*socket, messages(1, 1)));
  });
  for (int i = 0; i < 30; ++i) EXPECT_EQ(client.read().size(), 900'000U);
  client.read();
  EXPECT_TRUE(one.written());
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, GivesUpAWriteThatIsNotTaken) {
  OneSocket one({.close_timeout = std::chrono::milliseconds(20)});
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  one.wait_until_accepted();
  one.use([&](auto& socket) {
    EXPECT_FALSE(write(*socket, messages(100, 1'000'000)));
    socket->close(1000);
  });
  EXPECT_FALSE(one.written());
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, AbortEndsReadAndWrite) {
  OneSocket one;
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  one.wait_until_accepted();
  one.use([&](auto& socket) {
    EXPECT_FALSE(write(*socket, messages(100, 1'000'000)));
    socket->abort();
    socket->abort();
    socket->close(1000);
  });
  EXPECT_FALSE(one.written());
  EXPECT_EQ(one.ending(), "websocket_closed");
  one.use([&](auto& socket) { EXPECT_FALSE(write(*socket, messages(1, 1))); });
}

TEST(WebSocketClose, DestructionMayComeWhileEverythingIsPending) {
  OneSocket one;
  RawClient client(one.port());
  EXPECT_EQ(client.ask(kUpgrade).status, 101);
  one.wait_until_accepted();
  one.use([&](auto& socket) {
    EXPECT_FALSE(write(*socket, messages(100, 1'000'000)));
    socket.reset();
  });
  EXPECT_FALSE(one.written());
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, GoesOnAfterDestruction) {
  OneSocket one;
  WebSocketClient client(one.port());
  ASSERT_FALSE(client.handshake());
  one.wait_until_accepted();
  one.use([](auto& socket) {
    socket->close(1001);
    socket.reset();
  });
  client.read();
  EXPECT_EQ(client.close_code(), 1001U);
  EXPECT_EQ(one.ending(), "websocket_closed");
}

TEST(WebSocketClose, AnEmptyBatchIsWrittenAtOnce) {
  OneSocket one;
  WebSocketClient client(one.port());
  ASSERT_FALSE(client.handshake());
  one.wait_until_accepted();
  one.use([&](auto& socket) { EXPECT_TRUE(write(*socket, {})); });
}

}  // namespace
}  // namespace net
