#include "io_fixture.h"

namespace socketio {
namespace {

bool is_lab(std::string_view name, const boost::json::object&) {
  return name.starts_with("/lab-");
}

class ParentNamespaceTest : public IoTest {
 protected:
  ParentNamespace& labs() {
    if (labs_ == nullptr) {
      labs_ = &io().of(is_lab);
      labs_->on_connection([this](const SocketPtr& socket) { names_.push_back(socket->nsp().name()); });
    }
    return *labs_;
  }

  ParentNamespace* labs_ = nullptr;
  std::vector<std::string> names_;
};

TEST_F(ParentNamespaceTest, MakesTheChildrenThatItsPredicateLetsIn) {
  labs();
  Client client(*this);
  EXPECT_EQ(io().find("/lab-1"), nullptr);
  EXPECT_THAT(client.say("0/lab-1,"), ElementsAre(StartsWith("40/lab-1,{")));
  EXPECT_THAT(client.say("0/bar,"), ElementsAre(R"(44/bar,{"message":"Invalid namespace"})"));
  EXPECT_THAT(names_, ElementsAre("/lab-1"));
  ASSERT_NE(io().find("/lab-1"), nullptr);
  EXPECT_EQ(io().find("/lab-1")->size(), 1U);
}

TEST_F(ParentNamespaceTest, IsAskedAfterExactNamesAndInOrder) {
  io().of("/lab-exact").use([](const SocketPtr&, const Namespace::Next& next) {
    next(ConnectError{"exact", nullptr});
  });
  labs();
  io().of([](std::string_view, const boost::json::object&) { return true; })
      .use([](const SocketPtr&, const auto& next) { next(ConnectError{"second", nullptr}); });
  Client client(*this);
  EXPECT_THAT(client.say("0/lab-exact,"), ElementsAre(R"(44/lab-exact,{"message":"exact"})"));
  EXPECT_THAT(client.say("0/lab-1,"), ElementsAre(StartsWith("40/lab-1,{")));
  EXPECT_THAT(client.say("0/other,"), ElementsAre(R"(44/other,{"message":"second"})"));
}

TEST_F(ParentNamespaceTest, GivesItsMiddlewaresToItsChildren) {
  labs().use([](const SocketPtr& socket, const Namespace::Next& next) {
    if (socket->auth().contains("token")) return next(std::nullopt);
    next(ConnectError{"no token", nullptr});
  });
  Client client(*this);
  EXPECT_THAT(client.say("0/lab-1,"), ElementsAre(R"(44/lab-1,{"message":"no token"})"));
  EXPECT_EQ(io().find("/lab-1"), nullptr) << "who was refused leaves nothing behind";
  EXPECT_THAT(client.say(R"(0/lab-1,{"token":"t"})"), ElementsAre(StartsWith("40/lab-1,{")));
}

TEST_F(ParentNamespaceTest, AsksItsPredicateAtEachJoin) {
  io().of([](std::string_view, const boost::json::object& auth) { return auth.contains("member"); });
  Client member(*this);
  Client stranger(*this);
  EXPECT_THAT(member.say(R"(0/club,{"member":1})"), ElementsAre(StartsWith("40/club,{")));
  EXPECT_THAT(stranger.say("0/club,"), ElementsAre(R"(44/club,{"message":"Invalid namespace"})"));
}

TEST_F(ParentNamespaceTest, SpeaksToAllChildren) {
  labs();
  io().of("/other");
  Client client(*this);
  client.say("0/lab-1,");
  client.say("0/lab-2,");
  client.say("0/other,");
  labs().emit("news", std::string("x"));
  EXPECT_THAT(client.hear(), UnorderedElementsAre(R"(42/lab-1,["news","x"])", R"(42/lab-2,["news","x"])"));
  EXPECT_EQ(labs().children().size(), 2U);
}

TEST_F(ParentNamespaceTest, ChildrenGoWithTheLastWhoIsThere) {
  labs();
  Client first(*this);
  Client second(*this);
  first.say("0/lab-1,");
  second.say("0/lab-1,");
  first.say("1/lab-1,");
  EXPECT_NE(io().find("/lab-1"), nullptr);
  second.leave();
  EXPECT_EQ(io().find("/lab-1"), nullptr);
  EXPECT_THAT(labs().children(), IsEmpty());
}

TEST_F(ParentNamespaceTest, ChildrenStayWhileAHandlerOrABroadcastUsesThem) {
  SocketPtr kept;
  labs().on_connection([&](const SocketPtr& socket) {
    kept = socket;
    socket->on_disconnect([&, raw = socket.get()](DisconnectReason) { raw->nsp().emit("left", raw->id()); });
  });
  Client client(*this);
  client.say("0/lab-1,");
  Broadcast broadcast = kept->nsp().everyone();
  client.say("1/lab-1,");
  kept.reset();
  broadcast.emit("nobody hears");
  client.say("0/lab-1,");
  EXPECT_EQ(broadcast.count(), 1U) << "a name never stands for two namespaces";
  kept.reset();
}

TEST_F(ParentNamespaceTest, ChildrenStayWhenTheApplicationAskedForThem) {
  labs().use([](const SocketPtr&, const Namespace::Next& next) { next(std::nullopt); });
  Client client(*this);
  client.say("0/lab-1,");
  Namespace& child = io().of("/lab-1");
  client.say("1/lab-1,");
  EXPECT_EQ(io().find("/lab-1").get(), &child);
  client.say("0/lab-1,");
  EXPECT_EQ(child.size(), 1U);
  EXPECT_THAT(names_, ElementsAre("/lab-1", "/lab-1"));
}

TEST_F(ParentNamespaceTest, ChildrenStayIfTheOptionsSaySo) {
  options_.cleanup_empty_child_namespaces = false;
  labs();
  Client client(*this);
  client.say("0/lab-1,");
  client.leave();
  EXPECT_NE(io().find("/lab-1"), nullptr);
}

TEST_F(ParentNamespaceTest, MayHaveOnlySoManyChildren) {
  options_.max_child_namespaces = 2;
  labs();
  Client client(*this);
  client.say("0/lab-1,");
  client.say("0/lab-2,");
  EXPECT_THAT(client.say("0/lab-3,"), ElementsAre(R"(44/lab-3,{"message":"Too many namespaces"})"));
  Client other(*this);
  EXPECT_THAT(other.say("0/lab-2,"), ElementsAre(StartsWith("40/lab-2,{")))
      << "those that are there are open";
  client.say("1/lab-1,");
  EXPECT_THAT(client.say("0/lab-3,"), ElementsAre(StartsWith("40/lab-3,{")));
}

TEST_F(ParentNamespaceTest, DoesNotKeepNamesThatAreTooLong) {
  labs();
  Client client(*this);
  const std::string name = "/lab-" + std::string(251, 'x');
  EXPECT_THAT(client.say("0" + name + ","), ElementsAre(StartsWith("40/lab-xx")));
  EXPECT_THAT(client.say("0" + name + "x,"), ElementsAre(StartsWith("44/lab-xx")));
}

TEST_F(ParentNamespaceTest, OneClientMayBeInOnlySoManyNamespaces) {
  options_.max_namespaces_per_session = 2;
  labs();
  Client client(*this);
  client.say("0/lab-1,");
  client.say("0/lab-2,");
  EXPECT_THAT(client.say("0/lab-3,"), ElementsAre(R"(44/lab-3,{"message":"Too many namespaces"})"));
  EXPECT_EQ(io().find("/lab-3"), nullptr);
  io().find("/lab-1")->everyone().disconnect_sockets();
  client.hear();
  EXPECT_THAT(client.say("0/lab-3,"), ElementsAre(StartsWith("40/lab-3,{")));
}

TEST_F(ParentNamespaceTest, WhatComesLateForAChildThatHasGoneIsNoError) {
  labs();
  Client client(*this);
  client.say("0/lab-1,");
  io().find("/lab-1")->everyone().disconnect_sockets();
  client.hear();
  ASSERT_EQ(io().find("/lab-1"), nullptr);
  client.say(R"(2/lab-1,["late"])");
  EXPECT_FALSE(client.wire().close_frame_seen);
}

TEST_F(ParentNamespaceTest, AChildMayOutliveItsServer) {
  labs();
  Client client(*this);
  client.say("0/lab-1,");
  const auto kept = io().find("/lab-1");
  runtime::run_task(loop_, io().close());
  io_.reset();
  EXPECT_EQ(kept->size(), 0U);
}

}  // namespace
}  // namespace socketio
