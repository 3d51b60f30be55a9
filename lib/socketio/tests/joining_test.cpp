#include "io_fixture.h"

namespace socketio {
namespace {

using JoiningTest = IoTest;

TEST_F(JoiningTest, IsToldBeforeAnythingElse) {
  io().of("/").on_connection([](const SocketPtr& socket) { socket->emit("welcome", 1); });
  Client client(*this);
  const auto answer = client.say("0");
  ASSERT_EQ(answer.size(), 2U);
  EXPECT_EQ(answer[0], R"(40{"sid":")" + joined_[0]->id() + R"("})");
  EXPECT_EQ(answer[1], R"(42["welcome",1])");
}

TEST_F(JoiningTest, EachJoinHasItsOwnId) {
  Client client(*this);
  const std::string first = client.join()->id();
  client.say("1");
  EXPECT_NE(client.join()->id(), first);
}

TEST_F(JoiningTest, KeepsAuthAndHandshake) {
  Client client(*this);
  const auto socket = client.join(R"(0{"token":"123"})");
  EXPECT_EQ(socket->auth().at("token"), "123");
  EXPECT_EQ(socket->handshake().headers.get("Host"), "lab.example");
  EXPECT_EQ(io().of("/").socket(socket->id()), socket);
}

TEST_F(JoiningTest, MiddlewaresRunInOrderUntilOneRefuses) {
  std::string order;
  Namespace& admin = io().of("/admin");
  admin.use([&](const SocketPtr&, const Namespace::Next& next) { order += "a", next(); });
  admin.use([&](const SocketPtr&, const Namespace::Next& next) {
    order += "b";
    next(ConnectError{"no", boost::json::object{{"code", 7}}});
    next();  // does nothing any more
  });
  admin.use([&](const SocketPtr&, const Namespace::Next& next) { order += "c", next(std::nullopt); });
  Client client(*this);
  EXPECT_THAT(client.say("0/admin,"), ElementsAre(R"(44/admin,{"message":"no","data":{"code":7}})"));
  EXPECT_EQ(order, "ab");
  EXPECT_EQ(admin.size(), 0U);
  EXPECT_THAT(client.say("0/admin,").size(), 1U) << "it may try again";
}

TEST_F(JoiningTest, AMiddlewareMayTakeItsTime) {
  Namespace::Next later;
  io().of("/slow").use([&](const SocketPtr&, Namespace::Next next) { later = std::move(next); });
  Client client(*this);
  EXPECT_THAT(client.say("0/slow,"), IsEmpty());
  later(std::nullopt);
  EXPECT_THAT(client.hear(), ElementsAre(StartsWith("40/slow,{")));
}

TEST_F(JoiningTest, NobodyIsToldWhenTheClientLeftMeanwhile) {
  Namespace::Next later;
  io().of("/slow").use([&](const SocketPtr&, Namespace::Next next) { later = std::move(next); });
  Client client(*this);
  client.say("0/slow,");
  client.leave();
  later(std::nullopt);
  EXPECT_EQ(io().of("/slow").size(), 0U);
}

TEST_F(JoiningTest, AMiddlewareMayEndTheSession) {
  io().of("/never").use([](const SocketPtr& socket, const Namespace::Next&) { socket->disconnect(true); });
  Client client(*this);
  EXPECT_THAT(client.say("0/never,"), IsEmpty());
  EXPECT_TRUE(client.wire().close_frame_seen);
}

TEST_F(JoiningTest, UnknownNamespacesAreRefused) {
  Client client(*this);
  EXPECT_THAT(client.say("0/random,"), ElementsAre(R"(44/random,{"message":"Invalid namespace"})"));
  EXPECT_FALSE(client.wire().close_frame_seen);
}

TEST_F(JoiningTest, WhoJoinsNothingInTimeIsClosed) {
  options_.connect_timeout = std::chrono::milliseconds(1);
  Client client(*this);
  client.say("0/random,");
  turn_until([&] { return client.wire().close_frame_seen; });
}

TEST_F(JoiningTest, WhoHasJoinedStays) {
  // Long enough to join in on a busy machine.
  options_.connect_timeout = std::chrono::milliseconds(500);
  Client client(*this);
  client.join();
  Client idle(*this);
  turn_until([&] { return idle.wire().close_frame_seen; });
  EXPECT_FALSE(client.wire().close_frame_seen);
}

}  // namespace
}  // namespace socketio
