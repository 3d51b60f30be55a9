// Plain HTTP/1.1: what becomes of a connection that is used a second time.
#include <gmock/gmock.h>

#include "client_test.h"

namespace openai {
namespace {

using KeptConnection = ClientTest;

std::string whole_answer(std::string_view text) {
  return std::string(kStreamHead) + chunk(delta_event(text) + finish_event() + std::string(kDoneEvent)) +
         std::string(kLastChunk);
}

// Answers the first request of each connection, and closes it on the second without a word.
Script answer_one_and_leave(int* requests) {
  return [requests](PeerPtr peer) -> runtime::Task<> {
    for (int answered = 0; co_await peer->read_request(); ++answered) {
      ++*requests;
      if (answered == 1) co_return;
      co_await peer->send(whole_answer("a"));
    }
  };
}

runtime::Task<std::vector<Heard>> ask_twice(boost::asio::io_context& loop, ScriptedServer& server,
                                            Options options) {
  Client client(loop.get_executor(), std::move(options));
  std::vector<Heard> all;
  for (int i = 0; i < 2; ++i) all.push_back(co_await ask(client));
  co_await server.stop();
  co_return all;
}

TEST_F(KeptConnection, ThatTheServerLeavesUnansweredIsReplacedOnce) {
  int requests = 0;
  server.start(answer_one_and_leave(&requests));
  for (const Heard& heard : runtime::run_task(loop, ask_twice(loop, server, patient()))) {
    ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
    EXPECT_EQ(heard.text(), "a");
  }
  EXPECT_EQ(server.connections(), 2U);
  EXPECT_EQ(requests, 3);
}

// Only a kept one: the server has read the request of a new connection, and may be at work on it.
TEST_F(KeptConnection, ANewOneIsNotReplaced) {
  int requests = 0;
  const Heard heard = ask_once([&requests](PeerPtr peer) -> runtime::Task<> {
    if (co_await peer->read_request()) ++requests;
  });
  ASSERT_FALSE(heard.outcome);
  EXPECT_EQ(heard.outcome.error().error.code, kBrokenStream) << heard.outcome.error().error.message;
  EXPECT_EQ(requests, 1);
}

// Unasked bytes would be taken for the next answer.
TEST_F(KeptConnection, ThatHasMoreThanTheAnswerIsNotUsedAgain) {
  server.start([](PeerPtr peer) -> runtime::Task<> {
    while (co_await peer->read_request()) {
      co_await peer->send(whole_answer("a") + "HTTP/1.1 200 OK\r\n");
    }
  });
  const auto all = runtime::run_task(loop, ask_twice(loop, server, patient()));
  for (const Heard& heard : all) EXPECT_EQ(heard.text(), "a");
  EXPECT_EQ(server.connections(), 2U);
}

// More than one look takes from the socket, after which nothing comes that would wake anybody.
TEST_F(KeptConnection, GivesALongAnswer) {
  const std::string text(std::size_t{1} << 20, 'a');
  server.start([&text](PeerPtr peer) -> runtime::Task<> {
    while (co_await peer->read_request()) co_await peer->send(whole_answer(text));
  });
  for (const Heard& heard : runtime::run_task(loop, ask_twice(loop, server, patient()))) {
    ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
    EXPECT_EQ(heard.text(), text);
  }
  EXPECT_EQ(server.connections(), 1U);
}

// Its end may be in the socket before the answer is read.
TEST_F(KeptConnection, ThatIsClosedBehindALongAnswerIsReadToItsEnd) {
  const std::string text(std::size_t{100} << 10, 'a');
  const Heard heard = ask_once([&text](PeerPtr peer) -> runtime::Task<> {
    if (!co_await peer->read_request()) co_return;
    co_await peer->send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" +
                        delta_event(text) + finish_event());
  });
  ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
  EXPECT_EQ(heard.text(), text);
}

// More than the socket takes at once.
TEST_F(KeptConnection, TakesALongQuestion) {
  std::string received;
  server.start([&received](PeerPtr peer) -> runtime::Task<> {
    while (auto request = co_await peer->read_request()) {
      received = std::move(*request);
      co_await peer->send(whole_answer("a"));
    }
  });
  const std::string content(std::size_t{16} << 20, 'q');
  auto ask_long = [](boost::asio::io_context& on, ScriptedServer& from, Options options,
                     std::string words) -> runtime::Task<Outcome> {
    Client client(on.get_executor(), std::move(options));
    ChatRequest request = question();
    request.messages.front().content = std::move(words);
    Outcome outcome = co_await client.stream(request, [](std::string_view) {});
    co_await from.stop();
    co_return outcome;
  };
  ASSERT_TRUE(runtime::run_task(loop, ask_long(loop, server, patient(), content)));
  EXPECT_TRUE(received.contains(content));
}

}  // namespace
}  // namespace openai
