// Connection state recovery: what it may cost, and who is asked.
#include <chrono>
#include <string>

#include "recovery_fixture.h"

namespace socketio {
namespace {

class RecoveryBoundsTest : public RecoveryTest {
 protected:
  // Joins, goes, and is sent what `speak` says meanwhile.
  template <class Speak>
  SocketPtr leave_and(Speak speak) {
    Asking client(*this);
    const auto socket = join(client);
    client.leave();
    speak(*socket);
    return socket;
  }
};

TEST_F(RecoveryBoundsTest, WhoMissedMoreThanIsKeptJoinsAnew) {
  options_.recovery.max_bytes_per_socket = 1'000;
  const auto socket = leave_and([](Socket& away) {
    for (int i = 0; i < 20; ++i) away.emit("tick", i);
  });
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(Not(HasSubstr(sid_))));
  EXPECT_FALSE(socket->away());
}

TEST_F(RecoveryBoundsTest, WhoMissedLessThanIsKeptHasNoGap) {
  options_.recovery.max_bytes_per_socket = 1'000;
  leave_and([](Socket& away) {
    for (int i = 1; i <= 20; ++i) away.emit("tick");
  });
  Asking back(*this);
  EXPECT_THAT(back.say(connect(R"("18")")),
              ElementsAre(welcome(), R"(42["tick","19"])", R"(42["tick","20"])"));
}

TEST_F(RecoveryBoundsTest, WhoIsAwayLongestIsForgottenWhenTooMuchIsKept) {
  options_.recovery.max_bytes = 2'000;
  const auto first = leave_and([](Socket& away) { away.emit("tick", std::string(1'000, 'x')); });
  const auto second = leave_and([](Socket& away) { away.emit("tick", std::string(1'000, 'x')); });
  EXPECT_FALSE(first->away());
  EXPECT_TRUE(second->away());
}

TEST_F(RecoveryBoundsTest, WhoIsThereKeepsNoMoreThanAllMay) {
  options_.recovery.max_bytes = 2'000;
  Asking client(*this);
  const auto socket = join(client);
  for (int i = 0; i < 5; ++i) socket->emit("tick", std::string(1'000, 'x'));
  EXPECT_THAT(client.hear(), SizeIs(5));
  client.leave();
  Asking back(*this);
  EXPECT_THAT(back.say(connect(R"("5")")), ElementsAre(welcome()));
}

TEST_F(RecoveryBoundsTest, AnEventThatIsTooLargeToKeepIsSentAllTheSame) {
  options_.recovery.max_bytes_per_socket = 1'000;
  Asking client(*this);
  const auto socket = join(client);
  socket->emit("large", std::string(2'000, 'x'));
  EXPECT_THAT(client.hear(), SizeIs(1));
}

TEST_F(RecoveryBoundsTest, OnlySoManyAreKept) {
  options_.recovery.max_away = 2;
  const auto first = leave_and([](Socket&) {});
  const auto second = leave_and([](Socket&) {});
  const auto third = leave_and([](Socket&) {});
  EXPECT_FALSE(first->away());
  EXPECT_TRUE(second->away());
  EXPECT_TRUE(third->away());
}

// What was missed may be more than a reader may be behind.
TEST_F(RecoveryBoundsTest, WhatWasMissedIsNoSlowReader) {
  options_.engine.max_queued_bytes = 2'000;
  leave_and([](Socket& away) {
    for (int i = 0; i < 10; ++i) away.emit("tick", std::string(1'000, 'x'));
  });
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), SizeIs(11));
  EXPECT_FALSE(back.wire().close_frame_seen);
}

TEST_F(RecoveryBoundsTest, ASlowReaderMayComeBack) {
  options_.engine.max_queued_bytes = 2'000;
  Asking client(*this);
  const auto socket = join(client);
  client.wire().stalled = true;
  for (int i = 0; i < 10; ++i) socket->emit("tick", std::string(1'000, 'x'));
  turn();
  EXPECT_TRUE(client.wire().aborted);
  EXPECT_TRUE(socket->away());
}

TEST_F(RecoveryBoundsTest, AShutdownForgetsEveryone) {
  const auto socket = leave_and([](Socket& away) { away.emit("tick"); });
  socket->on("event", [socket](const Event&) {});
  runtime::run_task(loop_, io().close());
  EXPECT_FALSE(socket->away());
  EXPECT_EQ(io().away(), 0U);
}

TEST_F(RecoveryBoundsTest, MiddlewaresAreSkipped) {
  int asked = 0;
  io().of("/").use([&asked](const SocketPtr&, const Namespace::Next& next) {
    ++asked;
    next(std::nullopt);
  });
  leave_and([](Socket&) {});
  Asking back(*this);
  EXPECT_THAT(back.say(connect()), ElementsAre(welcome()));
  EXPECT_EQ(asked, 1);
}

TEST_F(RecoveryBoundsTest, MiddlewaresMayBeAskedAgain) {
  options_.recovery.skip_middlewares = false;
  bool refuses = false;
  io().of("/").use([&refuses](const SocketPtr& socket, const Namespace::Next& next) {
    socket->data = std::string(refuses ? "refused" : "let in");
    next(refuses ? std::optional(ConnectError{"no", nullptr}) : std::nullopt);
  });
  const auto socket = leave_and([](Socket&) {});
  socket->data = std::string("of old");
  Asking back(*this);
  refuses = true;
  EXPECT_THAT(back.say(connect()), ElementsAre(R"(44{"message":"no"})"));
  EXPECT_TRUE(socket->away());
  EXPECT_EQ(std::any_cast<std::string>(socket->data), "of old");
  refuses = false;
  EXPECT_THAT(back.say(connect()), ElementsAre(welcome()));
  EXPECT_EQ(std::any_cast<std::string>(socket->data), "let in");
}

}  // namespace
}  // namespace socketio
