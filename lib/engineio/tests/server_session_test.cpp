#include <stdexcept>

#include "server_fixture.h"

namespace engineio {
namespace {

using SessionTest = ServerTest;

TEST_F(SessionTest, PollsAndPosts) {
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto poll = request("GET", query);
  EXPECT_FALSE(poll->answer);
  EXPECT_EQ(request("POST", query,
                    "4hello\x1e"
                    "4again")
                ->answer->body,
            "ok");
  EXPECT_THAT(listener().heard, ElementsAre("hello", "again"));
  listener().session->send(Frame::text("4answer"));
  turn();
  EXPECT_EQ(poll->answer->body, "4answer");
}

TEST_F(SessionTest, APollWhoseClientLeavesEndsTheSession) {
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto poll = request("GET", query);
  poll->leave();
  turn();
  EXPECT_THAT(listener().heard, ElementsAre("closed: transport error"));
  EXPECT_EQ(request("GET", query)->answer->status, 400);
}

TEST_F(SessionTest, AnAnswerThatIsLostEndsTheSession) {
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto poll = request("GET", query);
  poll->loses_answer = true;
  listener().session->send(Frame::text("4lost"));
  turn();
  EXPECT_THAT(listener().heard, ElementsAre("closed: transport error"));
}

TEST_F(SessionTest, AnotherMethodIsNotAllowed) {
  const auto answer = request("PUT", "transport=polling&sid=" + open_polling());
  EXPECT_EQ(answer->answer->status, 405);
  EXPECT_TRUE(listener().session->is_open());
}

TEST_F(SessionTest, WhatAListenerSendsLeavesInOneWrite) {
  const auto client = websocket();
  client->wire->take();
  const int writes = client->wire->writes;
  listener().when_heard = [](Session& session) {
    session.send(Frame::text("4a"));
    session.send(Frame::binary("b"));
    session.send(Frame::text("4c"));
  };
  client->wire->send("4go");
  turn();
  EXPECT_THAT(client->wire->take(), ElementsAre("4a", "b", "4c"));
  EXPECT_EQ(client->wire->writes, writes + 1);
}

TEST_F(SessionTest, IsWritableAgainAtOnceWhenTheSocketTakesAll) {
  const auto client = websocket();
  turn();
  Session& session = *listener().session;
  const int drains = listener().drains;
  session.send(Frame::text("4a"));
  EXPECT_TRUE(session.writable());
  turn();
  EXPECT_TRUE(session.writable());
  EXPECT_EQ(session.queued_bytes(), 0U);
  EXPECT_EQ(listener().drains, drains) << "it was never anything else";
}

TEST_F(SessionTest, WhatIsSentInOneTurnOfTheLoopLeavesInOneWrite) {
  const auto client = websocket();
  turn();
  client->wire->take();
  const int writes = client->wire->writes;
  for (const char* text : {"4a", "4b", "4c"}) listener().session->send(Frame::text(text));
  EXPECT_THAT(client->wire->take(), IsEmpty());
  turn();
  EXPECT_THAT(client->wire->take(), ElementsAre("4a", "4b", "4c"));
  EXPECT_EQ(client->wire->writes, writes + 1);
}

TEST_F(SessionTest, AListenerThatFoundItNotWritableIsToldLater) {
  const auto client = websocket();
  turn();
  const int drains = listener().drains;
  listener().when_heard = [](Session& session) {
    session.send(Frame::text("4" + std::string(20'000, 'a')));
    EXPECT_FALSE(session.writable());
  };
  client->wire->send("4go");
  turn();
  EXPECT_EQ(listener().drains, drains + 1);
  EXPECT_TRUE(listener().session->writable());
}

TEST_F(SessionTest, WhatQueuesUpBehindASlowReaderLeavesInOneWrite) {
  const auto client = websocket();
  Session& session = *listener().session;
  client->wire->take();
  client->wire->stalled = true;
  session.send(Frame::text("4a"));
  turn();
  for (const char* text : {"4b", "4c"}) session.send(Frame::text(text));
  turn();
  EXPECT_FALSE(session.writable());
  EXPECT_EQ(session.queued_bytes(), 6U);
  EXPECT_THAT(client->wire->take(), ElementsAre("4a"));
  const int drains = listener().drains;
  client->wire->finish_write();
  turn();
  EXPECT_THAT(client->wire->take(), ElementsAre("4b", "4c"));
  client->wire->finish_write();
  turn();
  EXPECT_TRUE(session.writable());
  EXPECT_EQ(listener().drains, drains + 1);
}

TEST_F(SessionTest, ABroadcastToManyWebSocketsIsOneCopyInMemory) {
  const auto first = websocket();
  const auto second = websocket();
  turn();
  Frame broadcast = Frame::text("4" + std::string(1000, 'b'));
  broadcast.share();
  for (const auto& client : {first->wire, second->wire}) client->stalled = true;
  for (const auto& one : listeners_) one->session->send(broadcast);
  turn();
  ASSERT_EQ(first->wire->in_flight().size(), 1U);
  ASSERT_EQ(second->wire->in_flight().size(), 1U);
  EXPECT_EQ(first->wire->in_flight()[0].payload.view().data(),
            second->wire->in_flight()[0].payload.view().data());
}

TEST_F(SessionTest, AReaderThatNeverDrainsIsCutOff) {
  options_.max_queued_bytes = 10;
  const auto client = websocket();
  client->wire->stalled = true;
  listener().session->send(Frame::text("4aaaaa"));
  listener().session->send(Frame::text("4bbbbb"));
  EXPECT_THAT(listener().heard, IsEmpty()) << "never inside send";
  turn();
  EXPECT_THAT(listener().heard, ElementsAre("closed: buffer overflow"));
  EXPECT_TRUE(client->wire->aborted);
}

TEST_F(SessionTest, AListenerMayCloseItsSessionAmidAPayload) {
  const std::string query = "transport=polling&sid=" + open_polling();
  listener().when_heard = [](Session& session) { session.close(); };
  EXPECT_EQ(request("POST", query,
                    "4a\x1e"
                    "4b")
                ->answer->body,
            "ok");
  EXPECT_THAT(listener().heard, ElementsAre("a", "closed: forced close"));
}

TEST_F(SessionTest, AListenerThatThrowsLosesItsSessionAndNoOther) {
  const auto first = websocket();
  listener().when_heard = [](Session&) { throw std::runtime_error("broken"); };
  const auto second = websocket();
  first->wire->send("4a");
  second->wire->send("4b");
  turn();
  EXPECT_THAT(listeners_[0]->heard, ElementsAre("a", "closed: forced close"));
  EXPECT_THAT(listeners_[1]->heard, ElementsAre("b"));
}

TEST_F(SessionTest, ReportsWhyAWebSocketEnded) {
  const auto polite = websocket();
  polite->wire->lose();
  const auto rude = websocket();
  rude->wire->lose(net::kMessageTooBig);
  turn();
  EXPECT_THAT(listeners_[0]->heard, ElementsAre("closed: transport close"));
  EXPECT_THAT(listeners_[1]->heard, ElementsAre("closed: transport error"));
}

TEST_F(SessionTest, Upgrades) {
  const std::string id = open_polling();
  const auto socket = websocket("&sid=" + id);
  socket->wire->send("2probe");
  turn();
  EXPECT_THAT(socket->wire->take(), ElementsAre("3probe"));
  listener().session->send(Frame::text("4waits"));
  socket->wire->send("5");
  turn();
  EXPECT_THAT(socket->wire->take(), ElementsAre("4waits"));
  EXPECT_EQ(server().counts().upgraded, 1U);
  EXPECT_EQ(request("GET", "transport=polling&sid=" + id)->answer->status, 400);
}

TEST_F(SessionTest, PingsWhenItsTimeHasCome) {
  options_.ping_interval = std::chrono::milliseconds(1);
  const auto client = websocket();
  loop_.restart();
  while (client->wire->writes < 2) loop_.run_one();
  EXPECT_THAT(client->wire->take(), ElementsAre(StartsWith("0{"), "2"));
}

TEST_F(SessionTest, AShutdownEndsEveryKindOfSession) {
  const auto client = websocket();
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto poll = request("GET", query);
  runtime::run_task(loop_, server().shut_down());
  EXPECT_TRUE(client->wire->close_frame_seen);
  EXPECT_EQ(poll->answer->body, "1");
  for (const auto& one : listeners_) EXPECT_THAT(one->heard, ElementsAre("closed: server shutting down"));
  EXPECT_EQ(request("GET", "transport=polling")->answer->status, 503);
}

TEST_F(SessionTest, ASessionThatIsKeptAfterItsEndDoesNothing) {
  const auto client = websocket();
  const auto session = listener().session;
  session->close();
  turn();
  client->wire->take();
  session->send(Frame::text("4a"));
  session->close();
  turn();
  EXPECT_THAT(client->wire->take(), IsEmpty());
  EXPECT_FALSE(session->writable());
}

}  // namespace
}  // namespace engineio
