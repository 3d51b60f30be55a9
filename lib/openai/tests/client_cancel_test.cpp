// Answers that nobody wants any more.
#include <stdexcept>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>

#include <runtime/notification.h>

#include "client_test.h"

namespace openai {
namespace {

const std::string kFirstWord = std::string(kStreamHead) + chunk(delta_event("a"));

class ClientCancel : public ClientTest {
 protected:
  // What runs beside the test's own task.
  std::optional<Client> client;
  std::optional<Outcome> outcome;
  runtime::Notification heard{loop.get_executor()};
  runtime::TaskGroup asking{loop.get_executor(), nullptr};
  bool closed = false;
};

runtime::Task<> ask_into(Client& client, runtime::Notification& heard, std::optional<Outcome>& outcome) {
  outcome = co_await client.stream(question(), [&heard](std::string_view) { heard.notify(); });
}

runtime::Task<> cancel_and_stop(runtime::TaskGroup& asking, runtime::Notification* first,
                                ScriptedServer& server) {
  if (first != nullptr) co_await first->wait();
  asking.cancel();
  co_await asking.join();
  co_await server.stop();
}

// Reads on until the client closes, so that a client that does not would hang the test.
runtime::Task<> cancel_and_see_it_close(runtime::TaskGroup& asking, runtime::Notification& first,
                                        runtime::Notification& closing, bool& closed,
                                        ScriptedServer& server) {
  co_await first.wait();
  asking.cancel();
  co_await asking.join();
  while (!closed) co_await closing.wait();
  co_await server.stop();
}

runtime::Task<> hold_and_tell(PeerPtr peer, runtime::Notification* closing, bool* closed) {
  co_await peer->read_request();
  co_await peer->send(kFirstWord);
  co_await peer->wait_for_close();
  *closed = true;
  closing->notify();
}

TEST_F(ClientCancel, ClosesTheConnectionInTheMiddle) {
  runtime::Notification closing(loop.get_executor());
  server.start([&](PeerPtr peer) { return hold_and_tell(std::move(peer), &closing, &closed); });
  client.emplace(loop.get_executor(), patient());
  asking.spawn("ask", ask_into(*client, heard, outcome));
  runtime::run_task(loop, cancel_and_see_it_close(asking, heard, closing, closed, server));
  ASSERT_TRUE(outcome);
  ASSERT_FALSE(*outcome);
  EXPECT_EQ(outcome->error().error.code, kCancelled);
  EXPECT_TRUE(outcome->error().text_delivered);
  EXPECT_EQ(client->running(), 0U);
}

TEST_F(ClientCancel, MayComeFromTheReader) {
  server.start(answer_and_hold(kFirstWord));
  client.emplace(loop.get_executor(), patient());
  auto task = [](Client& from, runtime::TaskGroup& own, std::optional<Outcome>& into) -> runtime::Task<> {
    into = co_await from.stream(question(), [&own](std::string_view) { own.cancel(); });
  };
  asking.spawn("ask", task(*client, asking, outcome));
  auto stop = [](runtime::TaskGroup& group, ScriptedServer& from) -> runtime::Task<> {
    co_await group.join();
    co_await from.stop();
  };
  runtime::run_task(loop, stop(asking, server));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->error().error.code, kCancelled);
}

TEST_F(ClientCancel, MayComeBeforeAnythingIsSent) {
  server.start(answer_and_hold(kFirstWord));
  client.emplace(loop.get_executor(), patient());
  auto task = [](Client& from, runtime::Notification& on, std::optional<Outcome>& into,
                 runtime::TaskGroup& group, ScriptedServer& at) -> runtime::Task<> {
    group.spawn("ask", ask_into(from, on, into));
    while (from.running() == 0) co_await boost::asio::post(boost::asio::use_awaitable);
    co_await cancel_and_stop(group, nullptr, at);
  };
  runtime::run_task(loop, task(*client, heard, outcome, asking, server));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->error().error.code, kCancelled);
  EXPECT_FALSE(outcome->error().text_delivered);
}

TEST_F(ClientCancel, LeavesTheOthersAlone) {
  server.start(answer_and_hold(kFirstWord));
  client.emplace(loop.get_executor(), patient());
  runtime::TaskGroup staying(loop.get_executor(), nullptr);
  std::optional<Outcome> other;
  runtime::Notification other_heard(loop.get_executor());
  auto task = [](Client& from, runtime::TaskGroup& leaves, runtime::Notification& first, ScriptedServer& at,
                 runtime::TaskGroup& stays, std::optional<Outcome>& left) -> runtime::Task<> {
    co_await first.wait();
    leaves.cancel();
    co_await leaves.join();
    EXPECT_EQ(from.running(), 1U);
    EXPECT_FALSE(left);
    co_await at.stop();
    co_await stays.join();
  };
  staying.spawn("stay", ask_into(*client, other_heard, other));
  asking.spawn("ask", ask_into(*client, heard, outcome));
  runtime::run_task(loop, task(*client, asking, heard, server, staying, other));
  EXPECT_EQ(outcome->error().error.code, kCancelled);
  EXPECT_EQ(other->error().error.code, kBrokenStream) << "its server stopped";
}

TEST_F(ClientCancel, HappensWhenTheClientGoes) {
  server.start(answer_and_hold(kFirstWord));
  client.emplace(loop.get_executor(), patient());
  auto task = [](std::optional<Client>& from, runtime::Notification& first, runtime::TaskGroup& group,
                 ScriptedServer& at) -> runtime::Task<> {
    co_await first.wait();
    from.reset();
    co_await group.join();
    co_await at.stop();
  };
  asking.spawn("ask", ask_into(*client, heard, outcome));
  runtime::run_task(loop, task(client, heard, asking, server));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->error().error.code, kCancelled);
}

TEST_F(ClientCancel, ALoopThatStopsLeavesNothingBehind) {
  server.start(answer_and_hold(kFirstWord));
  client.emplace(loop.get_executor(), patient());
  asking.spawn("ask", ask_into(*client, heard, outcome));
  auto stop = [](runtime::Notification& first, boost::asio::io_context& on) -> runtime::Task<> {
    co_await first.wait();
    on.stop();
  };
  runtime::run_task(loop, stop(heard, loop));
  EXPECT_EQ(client->running(), 1U);
  client.reset();
  EXPECT_FALSE(outcome);
}

TEST_F(ClientCancel, AnExceptionOfTheReaderReachesTheAwaitingTask) {
  server.start(answer_and_hold(kFirstWord));
  client.emplace(loop.get_executor(), patient());
  auto task = [](Client& from, ScriptedServer& at) -> runtime::Task<bool> {
    bool thrown = false;
    try {
      static_cast<void>(
          co_await from.stream(question(), [](std::string_view) { throw std::runtime_error("full"); }));
    } catch (const std::runtime_error& error) {
      thrown = std::string_view(error.what()) == "full";
    }
    co_await at.stop();
    co_return thrown;
  };
  EXPECT_TRUE(runtime::run_task(loop, task(*client, server)));
  EXPECT_EQ(client->running(), 0U);
}

}  // namespace
}  // namespace openai
