#include "io_fixture.h"

namespace socketio {
namespace {

class LeavingTest : public IoTest {
 protected:
  // Writes down the reason, and which rooms were left to see.
  void watch(const SocketPtr& socket) {
    Socket* const raw = socket.get();
    socket->on_disconnecting([this, raw](DisconnectReason) { rooms_seen_ = raw->rooms(); });
    socket->on_disconnect([this, raw](DisconnectReason reason) {
      reason_ = name_of(reason);
      EXPECT_THAT(raw->rooms(), IsEmpty());
      EXPECT_FALSE(raw->connected());
      raw->emit("too late");
      raw->disconnect(true);
    });
    socket->join("lab");
  }

  std::string reason_;
  std::vector<std::string> rooms_seen_;
};

TEST_F(LeavingTest, ByTheClient) {
  Client client(*this);
  watch(client.join());
  EXPECT_THAT(client.say("1"), IsEmpty());
  EXPECT_EQ(reason_, "client namespace disconnect");
  EXPECT_THAT(rooms_seen_, ElementsAre("lab"));
  EXPECT_EQ(io().of("/").size(), 0U);
  EXPECT_FALSE(client.wire().close_frame_seen);
}

TEST_F(LeavingTest, ByTheServer) {
  Client client(*this);
  const auto socket = client.join();
  watch(socket);
  socket->disconnect();
  EXPECT_EQ(reason_, "server namespace disconnect");
  EXPECT_THAT(client.hear(), ElementsAre("41"));
  EXPECT_THAT(client.say(R"(2["late"])"), IsEmpty());
  EXPECT_FALSE(client.wire().close_frame_seen) << "what was on its way is no error";
}

TEST_F(LeavingTest, ByTheServerWithEverything) {
  io().of("/other");
  Client client(*this);
  client.say("0/other,");
  const auto socket = client.join();
  socket->disconnect(true);
  EXPECT_THAT(client.hear(), UnorderedElementsAre("41", "41/other,"));
  EXPECT_TRUE(client.wire().close_frame_seen);
}

TEST_F(LeavingTest, WithTheSession) {
  Client client(*this);
  watch(client.join());
  client.leave();
  EXPECT_EQ(reason_, "transport close");
}

TEST_F(LeavingTest, ByAProtocolError) {
  Client client(*this);
  watch(client.join());
  client.say("0");
  EXPECT_EQ(reason_, "forced close");
}

TEST_F(LeavingTest, ByAShutdownWithoutBeingToldToStayAway) {
  Client client(*this);
  watch(client.join());
  joined_.clear();
  runtime::run_task(loop_, io().close());
  EXPECT_EQ(reason_, "server shutting down");
  EXPECT_THAT(client.wire().take(), IsEmpty());
  EXPECT_TRUE(client.wire().close_frame_seen);
}

TEST_F(LeavingTest, HandlersThatHoldTheirSocketDoNotKeepIt) {
  Client client(*this);
  std::weak_ptr<Socket> weak;
  {
    const auto socket = client.join();
    weak = socket;
    socket->on("event", [socket](const Event&) {});
    socket->on_disconnect([socket](DisconnectReason) {});
    socket->on_drain([socket] {});
  }
  joined_.clear();
  EXPECT_FALSE(weak.expired());
  client.say("1");
  EXPECT_TRUE(weak.expired());
}

TEST_F(LeavingTest, AHandlerMayDisconnectAndLetGoOfItsSocket) {
  Client client(*this);
  auto socket = client.join();
  joined_.clear();
  Socket* const raw = socket.get();
  int heard = 0;
  raw->on("bye", [raw, &heard](const Event&) {
    ++heard;
    raw->disconnect(true);
  });
  socket.reset();
  client.say(R"(2["bye"])");
  client.say(R"(2["bye"])");
  EXPECT_EQ(heard, 1);
}

TEST_F(LeavingTest, ADisconnectHandlerThatThrowsStopsNothing) {
  Client client(*this);
  client.join()->on_disconnect([](DisconnectReason) { throw std::runtime_error("broken"); });
  client.leave();
  EXPECT_EQ(io().of("/").size(), 0U);
}

TEST_F(LeavingTest, AFloodEndsTheSession) {
  options_.engine.max_packets_per_second = 3;
  Client client(*this);
  watch(client.join());
  for (int i = 0; i < 3; ++i) client.say(R"(2["x"])");
  EXPECT_EQ(reason_, "packet flood");
}

}  // namespace
}  // namespace socketio
