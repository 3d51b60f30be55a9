#include <optional>

#include "io_fixture.h"

namespace socketio {
namespace {

using std::chrono::milliseconds;

class AcksTest : public IoTest {
 protected:
  Socket::AckHandler record() {
    return [this](base::Result<Arguments> reply) {
      outcomes_.push_back(reply ? boost::json::serialize(reply->values)
                                : std::string(reply.error().code.name()));
    };
  }

  std::vector<std::string> outcomes_;
};

TEST_F(AcksTest, AnswerTheClientOnce) {
  Client client(*this);
  client.join()->on("ask", [](Event event) {
    EXPECT_TRUE(event.has_ack());
    event.ack(boost::json::array{"yes", 1});
    EXPECT_FALSE(event.has_ack());
    event.ack(boost::json::array{"no"});
  });
  EXPECT_THAT(client.say(R"(27["ask"])"), ElementsAre(R"(437["yes",1])"));
}

TEST_F(AcksTest, AnswerInEveryForm) {
  Client client(*this);
  const auto socket = client.join();
  socket->on("none", [](Event event) { event.ack(); });
  socket->on("several", [](Event event) { event.ack("yes", 1); });
  socket->on("object", [](Event event) { event.ack(boost::json::object{{"ok", true}}); });
  EXPECT_THAT(client.say(R"(21["none"])"), ElementsAre("431[]"));
  EXPECT_THAT(client.say(R"(22["several"])"), ElementsAre(R"(432["yes",1])"));
  EXPECT_THAT(client.say(R"(23["object"])"), ElementsAre(R"(433[{"ok":true}])"));
}

TEST_F(AcksTest, AnswerWithBytes) {
  Client client(*this);
  client.join()->on("ask", [](Event event) { event.ack(Arguments::of(Binary{"raw"})); });
  EXPECT_THAT(client.say(R"(27["ask"])"), ElementsAre(R"(461-7[{"_placeholder":true,"num":0}])", "raw"));
}

TEST_F(AcksTest, MayBeGivenLater) {
  Client client(*this);
  std::optional<Event> kept;
  client.join()->on("ask", [&](Event event) { kept = std::move(event); });
  EXPECT_THAT(client.say(R"(20["ask"])"), IsEmpty());
  kept->ack(boost::json::array{});
  EXPECT_THAT(client.hear(), ElementsAre("430[]"));
}

TEST_F(AcksTest, AfterTheEndGoNowhere) {
  Client client(*this);
  std::optional<Event> kept;
  client.join()->on("ask", [&](Event event) { kept = std::move(event); });
  client.say(R"(20["ask"])");
  client.leave();
  kept->ack(boost::json::array{1});
  EXPECT_THAT(client.hear(), IsEmpty());
}

TEST_F(AcksTest, OfAnEventThatAsksForNoneDoNothing) {
  Client client(*this);
  client.join()->on("tell", [](Event event) { event.ack(boost::json::array{1}); });
  EXPECT_THAT(client.say(R"(2["tell"])"), IsEmpty());
}

TEST_F(AcksTest, ComeFromTheClient) {
  Client client(*this);
  const auto socket = client.join();
  socket->emit_with_ack("question", Arguments::of(1), milliseconds(60'000), record());
  EXPECT_THAT(client.hear(), ElementsAre(R"(420["question",1])"));
  client.say(R"(30["r",2])");
  client.say(R"(30["again"])");
  EXPECT_THAT(outcomes_, ElementsAre(R"(["r",2])"));
}

TEST_F(AcksTest, CarryBytesFromTheClient) {
  Client client(*this);
  std::string bytes;
  client.join()->emit_with_ack("question", {}, milliseconds(60'000),
                               [&](base::Result<Arguments> reply) { bytes = reply->get<Binary>(0)->bytes; });
  client.say(R"(61-0[{"_placeholder":true,"num":0}])");
  client.say_bytes("raw");
  EXPECT_EQ(bytes, "raw");
}

TEST_F(AcksTest, ThatDoNotComeTimeOut) {
  Client client(*this);
  client.join()->emit_with_ack("question", {}, milliseconds(1), record());
  turn_until([&] { return !outcomes_.empty(); });
  client.say("30[]");
  EXPECT_THAT(outcomes_, ElementsAre("ack_timeout"));
}

TEST_F(AcksTest, FailWhenTheClientLeaves) {
  Client client(*this);
  const auto socket = client.join();
  socket->emit_with_ack("question", {}, milliseconds(60'000), record());
  client.leave();
  EXPECT_THAT(outcomes_, ElementsAre("socket_disconnected"));
  socket->emit_with_ack("question", {}, milliseconds(60'000), record());
  EXPECT_EQ(outcomes_.size(), 1U) << "never inside the call";
  turn();
  EXPECT_EQ(outcomes_.size(), 2U);
}

runtime::Task<> ask(SocketPtr socket, std::vector<std::string>& outcomes) {
  const auto reply = co_await socket->call("question", {}, milliseconds(60'000));
  outcomes.push_back(reply ? boost::json::serialize(reply->values) : std::string(reply.error().code.name()));
}

TEST_F(AcksTest, CanBeAwaited) {
  Client client(*this);
  boost::asio::co_spawn(loop_, ask(client.join(), outcomes_), boost::asio::detached);
  EXPECT_THAT(client.hear(), ElementsAre(R"(420["question"])"));
  client.say(R"(30["r"])");
  EXPECT_THAT(outcomes_, ElementsAre(R"(["r"])"));
}

}  // namespace
}  // namespace socketio
