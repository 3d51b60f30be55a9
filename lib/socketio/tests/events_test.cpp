#include <optional>
#include <stdexcept>

#include "io_fixture.h"

namespace socketio {
namespace {

using EventsTest = IoTest;

TEST_F(EventsTest, ReachTheirHandler) {
  Client client(*this);
  std::string heard;
  const auto socket = client.join();
  socket->on("a", [&](const Event& event) { heard += "a" + boost::json::serialize(event.args); });
  socket->on("5", [&](const Event& event) { heard += event.name; });
  client.say(R"(2["a",1,{"b":null}])");
  client.say("2[5]");
  client.say(R"(2["unknown"])");
  EXPECT_EQ(heard, R"(a[1,{"b":null}]5)");
}

TEST_F(EventsTest, HaveOneHandlerAndFirstTheOneForAny) {
  Client client(*this);
  std::string heard;
  const auto socket = client.join();
  socket->on("a", [&](const Event&) { heard += "first"; });
  socket->on("a", [&](const Event&) { heard += "a "; });
  socket->on_any([&](const Event& event) { heard += "any:" + event.name + " "; });
  client.say(R"(2["a"])");
  client.say(R"(2["b"])");
  socket->off_any();
  client.say(R"(2["a"])");
  EXPECT_EQ(heard, "any:a a any:b a ");
}

TEST_F(EventsTest, MayBeAnsweredByTheHandlerForAny) {
  Client client(*this);
  const auto socket = client.join();
  socket->on_any([](Event& event) { event.ack("any"); });
  socket->on("a", [](Event event) { event.ack("late"); });
  EXPECT_THAT(client.say(R"(27["a"])"), ElementsAre(R"(437["any"])"));
}

TEST_F(EventsTest, AreNotHandledWhenTheHandlerForAnyEndsTheSocket) {
  Client client(*this);
  const auto socket = client.join();
  bool heard = false;
  socket->on_any([raw = socket.get()](const Event&) { raw->disconnect(); });
  socket->on("a", [&](const Event&) { heard = true; });
  client.say(R"(2["a"])");
  EXPECT_FALSE(heard);
}

TEST_F(EventsTest, MayBeHandledOnceOrNoMore) {
  Client client(*this);
  std::string heard;
  const auto socket = client.join();
  socket->once("a", [&](const Event&) { heard += "a"; });
  socket->once("b", [&, raw = socket.get()](const Event&) {
    heard += "b";
    raw->once("b", [&](const Event&) { heard += "B"; });
  });
  socket->on("c", [&](const Event&) { heard += "c"; });
  socket->off("c");
  for (int i = 0; i < 3; ++i) {
    for (const char* const event : {R"(2["a"])", R"(2["b"])", R"(2["c"])"}) client.say(event);
  }
  EXPECT_EQ(heard, "abB");
}

TEST_F(EventsTest, GiveTheirArgumentsByType) {
  Client client(*this);
  std::optional<Event> event;
  client.join()->on("a", [&](Event received) { event = std::move(received); });
  client.say(R"(51-["a","text",5,2.5,[1,2],{"_placeholder":true,"num":0}])");
  client.say_bytes("raw");
  EXPECT_EQ(event->get<std::string>(0), "text");
  EXPECT_EQ(event->get<int>(1), 5);
  EXPECT_EQ(event->get<double>(1), 5.0);
  EXPECT_EQ(event->get<double>(2), 2.5);
  EXPECT_EQ(event->get<std::vector<int>>(3), (std::vector{1, 2}));
  EXPECT_EQ(event->get<Binary>(4)->bytes, "raw");
  EXPECT_EQ(event->get<boost::json::value>(1), 5);
  EXPECT_EQ(event->get<int>(0), std::nullopt) << "something else";
  EXPECT_EQ(event->get<int>(2), std::nullopt) << "would lose a half";
  EXPECT_EQ(event->get<std::uint8_t>(1), 5);
  EXPECT_FALSE(event->get<Binary>(0));
  EXPECT_EQ(event->get<int>(5), std::nullopt) << "not there";
}

TEST_F(EventsTest, CarryBytes) {
  Client client(*this);
  std::string heard;
  client.join()->on("bytes", [&](const Event& event) { heard = *event.bytes_of(event.args.at(0)); });
  client.say(R"(51-["bytes",{"_placeholder":true,"num":0}])");
  client.say_bytes("raw");
  EXPECT_EQ(heard, "raw");
}

TEST_F(EventsTest, AreEmittedInEveryForm) {
  Client client(*this);
  const auto socket = client.join();
  socket->emit("none");
  socket->emit("several", 1, "two", boost::json::object{{"three", 3}});
  socket->emit("list", boost::json::array{1, 2});
  socket->emit("made", Arguments::of("x"));
  socket->emit_encoded("encoded", R"({"n":1},2)");
  socket->emit_appended("appended", 2, [](std::string& packet) { packet += "{},3"; });
  EXPECT_THAT(client.hear(),
              ElementsAre(R"(42["none"])", R"(42["several",1,"two",{"three":3}])", R"(42["list",[1,2]])",
                          R"(42["made","x"])", R"(42["encoded",{"n":1},2])", R"(42["appended",{},3])"));
}

TEST_F(EventsTest, AreEmittedWithBytes) {
  Client client(*this);
  const auto socket = client.join();
  Arguments nested;
  nested.add(boost::json::object{{"deep", nested.attach("two")}});
  socket->emit("bytes", Binary{"one"}, 1);
  socket->emit("nested", std::move(nested));
  EXPECT_THAT(client.hear(), ElementsAre(R"(451-["bytes",{"_placeholder":true,"num":0},1])", "one",
                                         R"(451-["nested",{"deep":{"_placeholder":true,"num":0}}])", "two"));
}

TEST_F(EventsTest, WithReservedNamesAreABug) {
  Client client(*this);
  const auto socket = client.join();
  for (const char* name :
       {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
    EXPECT_THROW(socket->emit(name), std::invalid_argument) << name;
    EXPECT_THROW(io().emit(name), std::invalid_argument) << name;
  }
}

TEST_F(EventsTest, VolatileOnesAreDroppedWhenTheyWouldWait) {
  Client client(*this);
  const auto socket = client.join();
  client.wire().stalled = true;
  socket->emit_volatile("tick", 1);
  turn();
  socket->emit_volatile("tick", 2);
  EXPECT_THAT(client.hear(), ElementsAre(R"(42["tick",1])"));
  client.wire().finish_write();
  EXPECT_THAT(client.hear(), IsEmpty());
}

TEST_F(EventsTest, TheDrainIsToldWhenTheTransportIsFree) {
  Client client(*this);
  const auto socket = client.join();
  int left = 3;
  socket->on_drain([&left, raw = socket.get()] {
    while (left-- > 0 && raw->writable()) raw->emit("chunk", left);
  });
  EXPECT_TRUE(socket->writable());
  client.wire().stalled = true;
  socket->emit("chunk", left);
  turn();
  EXPECT_FALSE(socket->writable());
  EXPECT_GT(socket->queued_bytes(), 0U);
  client.wire().stalled = false;
  client.wire().finish_write();
  EXPECT_EQ(client.hear().size(), 4U);
  EXPECT_TRUE(socket->writable());
}

TEST_F(EventsTest, EveryNamespaceOfASessionHearsOfTheDrain) {
  std::string drained;
  io().of("/other").on_connection(
      [&](const SocketPtr& socket) { socket->on_drain([&] { drained += "other "; }); });
  Client client(*this);
  client.say("0/other,");
  const auto socket = client.join();
  drained.clear();
  socket->on_drain([&] { drained += "main "; });
  client.wire().stalled = true;
  socket->emit("x");
  turn();
  EXPECT_EQ(drained, "");
  EXPECT_FALSE(socket->writable());
  client.wire().finish_write();
  turn();
  EXPECT_EQ(drained, "other main ");
}

TEST_F(EventsTest, HalfASurrogatePairIsReported) {
  Client client(*this);
  bool reported = false;
  client.join()->on("message", [&](const Event& event) { reported = event.had_lone_surrogate; });
  client.say(R"(2["message",{"content":"\udfff"}])");
  EXPECT_TRUE(reported);
  client.say(R"(2["message",{"content":"\ud83d\ude00"}])");
  EXPECT_FALSE(reported);
}

}  // namespace
}  // namespace socketio
