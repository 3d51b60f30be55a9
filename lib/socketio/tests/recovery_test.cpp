// Connection state recovery: what a client finds when it comes back.
#include <chrono>
#include <optional>

#include "recovery_fixture.h"

namespace socketio {
namespace {

TEST_F(RecoveryTest, IsForThoseWhoAsk) {
  Asking asking(*this);
  Client other(*this);
  join(asking);
  EXPECT_THAT(pid_, SizeIs(20));
  EXPECT_NE(pid_, sid_);
  EXPECT_THAT(other.say("0"), ElementsAre(Not(HasSubstr("pid"))));
  joined_.back()->emit("tick", "text");
  EXPECT_THAT(other.hear(), ElementsAre(R"(42["tick","text"])"));
}

TEST_F(RecoveryTest, CanBeForEveryone) {
  options_.recovery.offer = RecoveryOptions::Offer::kEveryone;
  Client client(*this);
  join(client);
  EXPECT_THAT(pid_, SizeIs(20));
}

TEST_F(RecoveryTest, CanBeOff) {
  options_.recovery.offer = RecoveryOptions::Offer::kNobody;
  Asking client(*this);
  join(client);
  EXPECT_EQ(pid_, "");
  joined_.clear();
  client.leave();
  EXPECT_EQ(io().away(), 0U);
}

TEST_F(RecoveryTest, EveryPlainEventCarriesAGrowingOffset) {
  Asking client(*this);
  const auto socket = join(client);
  socket->emit("a");
  socket->emit("b", 1, "two");
  socket->emit_encoded("c", R"({"n":1})");
  socket->emit("d", Binary{"bytes"});
  io().emit("e", true);
  EXPECT_THAT(client.hear(),
              ElementsAre(R"(42["a","1"])", R"(42["b",1,"two","2"])", R"(42["c",{"n":1},"3"])",
                          R"(451-["d",{"_placeholder":true,"num":0},"4"])", "bytes", R"(42["e",true,"5"])"));
}

TEST_F(RecoveryTest, EventsThatAskForAnAnswerAndAnswersCarryNone) {
  Asking client(*this);
  const auto socket = join(client);
  socket->on("question", [](Event event) { event.ack({"answer"}); });
  socket->emit_with_ack("ask", Arguments::of("x"), std::chrono::hours(1), [](const auto&) {});
  EXPECT_THAT(client.hear(), ElementsAre(R"(420["ask","x"])"));
  EXPECT_THAT(client.say(R"(27["question"])"), ElementsAre(R"(437["answer"])"));
}

// JavaScript takes the last argument of any event for its offset, if it is a string.
TEST_F(RecoveryTest, AVolatileEventCarriesTheNewestOffset) {
  Asking client(*this);
  const auto socket = join(client);
  socket->emit_volatile("v", "text");
  EXPECT_THAT(client.hear(), ElementsAre(R"(42["v","text","0"])"));
  socket->emit("kept");
  client.hear();
  socket->emit_volatile("v", "text");
  io().of("/").everyone().as_volatile().emit("w");
  EXPECT_THAT(client.hear(), ElementsAre(R"(42["v","text","1"])", R"(42["w","1"])"));
  client.leave();
  Asking back(*this);
  EXPECT_THAT(back.say(connect(R"("1")")), ElementsAre(welcome()));
}

TEST_F(RecoveryTest, TheClientIsTheSameSocketAgain) {
  Asking client(*this);
  const auto socket = join(client);
  socket->join("lab");
  socket->data = 42;
  EXPECT_FALSE(socket->recovered());
  client.leave();
  EXPECT_FALSE(socket->connected());
  EXPECT_TRUE(socket->away());
  EXPECT_EQ(io().away(), 1U);

  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(welcome()));
  EXPECT_THAT(joined_, ElementsAre(socket, socket)) << "its connection is told of again";
  EXPECT_TRUE(socket->connected());
  EXPECT_TRUE(socket->recovered());
  EXPECT_FALSE(socket->away());
  EXPECT_THAT(socket->rooms(), ElementsAre("lab"));
  EXPECT_EQ(std::any_cast<int>(socket->data), 42);
  EXPECT_THAT(socket->handshake().query, HasSubstr("recovery=1"));
  EXPECT_EQ(io().away(), 0U);

  io().of("/").to("lab").emit("hello");
  EXPECT_THAT(back.hear(), ElementsAre(R"(42["hello","1"])"));
}

TEST_F(RecoveryTest, WhatWasMissedComesAfterTheWelcomeAndBeforeWhatIsNew) {
  Asking client(*this);
  const auto socket = join(client);
  socket->join("lab");
  socket->emit("tick", 1);
  const auto heard = client.hear();
  socket->emit("tick", 2);  // lost on its way, as it turns out
  client.leave();
  socket->emit("tick", 3);
  io().of("/").to("lab").emit("tick", 4, Binary{"four"});
  io().of("/").to(sid_).emit("tick", 5);
  io().emit("tick", 6);

  Asking back(*this);
  EXPECT_THAT(back.say(connect(offset_of(heard.back()))),
              ElementsAre(welcome(), R"(42["tick",2,"2"])", R"(42["tick",3,"3"])",
                          R"(451-["tick",4,{"_placeholder":true,"num":0},"4"])", "four",
                          R"(42["tick",5,"5"])", R"(42["tick",6,"6"])"));
  socket->emit("tick", 7);
  EXPECT_THAT(back.hear(), ElementsAre(R"(42["tick",7,"7"])"));
}

TEST_F(RecoveryTest, WhatWasNotMeantForItIsNotMissed) {
  Asking client(*this);
  const auto socket = join(client);
  socket->join("lab");
  io().of("/").to("late").emit("before it joined");
  client.leave();
  io().of("/").to("elsewhere").emit("x");
  io().of("/").to("lab").except(sid_).emit("x");
  socket->to("lab").emit("x");
  io().of("/").everyone().as_volatile().emit("x");
  socket->emit_volatile("x");
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(welcome()));
}

TEST_F(RecoveryTest, WhoHasReceivedNothingGetsAllFromTheStart) {
  Asking client(*this);
  const auto socket = join(client);
  socket->emit("first");
  client.leave();
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(welcome(), R"(42["first","1"])"));
}

TEST_F(RecoveryTest, ItsHandlersAreToldOfTheLossAndStay) {
  Asking client(*this);
  const auto socket = join(client);
  socket->join("lab");
  socket->on_disconnecting(
      [told = told_, raw = socket.get()](DisconnectReason) { told->push_back(raw->rooms().at(0)); });
  socket->on_disconnect([told = told_](DisconnectReason reason) { told->emplace_back(name_of(reason)); });
  socket->on("hello", [told = told_](const Event&) { told->emplace_back("hello"); });
  client.leave();
  EXPECT_THAT(*told_, ElementsAre("lab", "transport close"));
  Asking back(*this);
  back.say(connect());
  back.say(R"(2["hello"])");
  EXPECT_THAT(*told_, ElementsAre("lab", "transport close", "hello"));
}

TEST_F(RecoveryTest, AnswersThatWereWaitedForAreGivenUp) {
  Asking client(*this);
  std::optional<base::Result<Arguments>> outcome;
  join(client)->emit_with_ack("ask", {}, std::chrono::hours(1),
                              [&](auto result) { outcome = std::move(result); });
  client.leave();
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->error().code, kSocketDisconnected);
}

TEST_F(RecoveryTest, WhoIsAwayIsNobodyToCount) {
  Asking client(*this);
  join(client);
  client.leave();
  EXPECT_EQ(io().of("/").size(), 0U);
  EXPECT_EQ(io().of("/").socket(sid_), nullptr);
  EXPECT_THAT(io().of("/").everyone().sockets(), IsEmpty());
  EXPECT_THAT(io().of("/").to(sid_).sockets(), IsEmpty());
}

// The client has noticed the loss first: half-open connections take a ping's timeout to show.
TEST_F(RecoveryTest, ASocketWhoseLossWasNotNoticedIsTakenOver) {
  Asking client(*this);
  const auto socket = join(client);
  socket->on_disconnect([told = told_](DisconnectReason reason) { told->emplace_back(name_of(reason)); });
  client.wire().stalled = true;
  socket->emit("tick", 1);
  socket->emit("tick", 2);
  Asking back(*this);
  EXPECT_THAT(back.say(connect(R"("1")")), ElementsAre(welcome(), R"(42["tick",2,"2"])"));
  EXPECT_THAT(*told_, ElementsAre("transport error"));
  EXPECT_TRUE(socket->connected());
  EXPECT_TRUE(client.wire().close_frame_seen || client.wire().aborted);
  client.leave();
  socket->emit("tick", 3);
  EXPECT_THAT(back.hear(), ElementsAre(R"(42["tick",3,"3"])"));
}

TEST_F(RecoveryTest, NobodyIsTwice) {
  Asking client(*this);
  const auto socket = join(client);
  client.leave();
  Asking first(*this);
  Asking second(*this);
  first.say(connect());
  EXPECT_THAT(second.say(connect()), ElementsAre(welcome()));
  EXPECT_TRUE(first.wire().close_frame_seen);
  EXPECT_EQ(io().of("/").size(), 1U);
  socket->emit("tick");
  EXPECT_THAT(second.hear(), ElementsAre(R"(42["tick","1"])"));
  EXPECT_THAT(first.hear(), IsEmpty());
}

TEST_F(RecoveryTest, SeveralNamespacesComeBackEachByItself) {
  io().of("/other").on_connection([this](const SocketPtr& socket) { joined_.push_back(socket); });
  Asking client(*this);
  const auto other = said({"40" + client.say("0/other,").at(0).substr(9)}, "pid");
  join(client);
  client.leave();
  EXPECT_EQ(io().away(), 2U);
  Asking back(*this);
  EXPECT_THAT(back.say(R"(0/other,{"pid":")" + pid_ + R"("})"), ElementsAre(Not(HasSubstr(sid_))));
  EXPECT_THAT(back.say(connect()), ElementsAre(welcome()));
  EXPECT_EQ(io().away(), 1U) << other;
}

// Who is not to come back.

TEST_F(RecoveryTest, NobodyComesBackAfterLeaving) {
  Asking client(*this);
  join(client);
  client.say("1");
  client.leave();
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(Not(HasSubstr(sid_))));
  EXPECT_FALSE(joined_.back()->recovered());
}

TEST_F(RecoveryTest, NobodyComesBackWhomTheServerDisconnected) {
  Asking client(*this);
  join(client)->disconnect(true);
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(Not(HasSubstr(sid_))));
}

TEST_F(RecoveryTest, NobodyComesBackWhoWasDisconnectedWhileAway) {
  Asking client(*this);
  const auto socket = join(client);
  socket->join("lab");
  client.leave();
  io().of("/").to("lab").disconnect_sockets();
  EXPECT_FALSE(socket->away());
  EXPECT_EQ(io().away(), 0U);
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(Not(HasSubstr(sid_))));
}

TEST_F(RecoveryTest, NobodyComesBackWhoSpokeNoEngineIo) {
  Asking client(*this);
  join(client);
  client.wire().send("x");
  turn();
  EXPECT_EQ(io().away(), 0U);
}

TEST_F(RecoveryTest, NobodyComesBackWithAGuess) {
  Asking client(*this);
  join(client);
  client.leave();
  Asking back(*this);
  EXPECT_THAT(back.say(R"(0{"pid":"AAAAAAAAAAAAAAAAAAAA","offset":"1"})"), ElementsAre(Not(HasSubstr(sid_))));
  EXPECT_THAT(back.say("1"), IsEmpty());
  EXPECT_THAT(back.say(R"(0{"pid":7})"), ElementsAre(Not(HasSubstr(sid_))));
  EXPECT_EQ(io().away(), 1U);
}

TEST_F(RecoveryTest, WhoseOffsetIsNoneJoinsAnew) {
  for (const char* offset : {R"("999")", R"("x")", R"("-1")", R"("")", "1", "null"}) {
    Asking client(*this);
    join(client)->emit("tick");
    client.leave();
    Asking back(*this);
    EXPECT_THAT(back.say(connect(offset)), ElementsAre(Not(HasSubstr(sid_)))) << offset;
    EXPECT_EQ(io().away(), 0U) << "it will not come back any more";
  }
}

TEST_F(RecoveryTest, WhoIsAwayTooLongJoinsAnew) {
  options_.recovery.keep_for = std::chrono::milliseconds(1);
  Asking client(*this);
  const auto socket = join(client);
  socket->on("event", [socket](const Event&) {});
  client.leave();
  turn_until([this] { return io().away() == 0; });
  EXPECT_FALSE(socket->away());
  EXPECT_THAT(socket->rooms(), IsEmpty());
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(Not(HasSubstr(sid_))));
}

TEST_F(RecoveryTest, TheApplicationMayObject) {
  options_.recovery.allow = [](const Socket& kept, const engineio::Handshake& returning) {
    return kept.handshake().remote_address != returning.remote_address;
  };
  Asking client(*this);
  join(client);
  client.leave();
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(Not(HasSubstr(sid_))));
}

}  // namespace
}  // namespace socketio
