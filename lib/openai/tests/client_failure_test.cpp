// Every way in which an answer can fail, as the caller and the operator hear of it.
#include <gmock/gmock.h>

#include "client_test.h"

namespace openai {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

class ClientFailure : public ClientTest {
 protected:
  Failure fail(Script script, Options options) {
    const Heard heard = ask_once(std::move(script), std::move(options));
    EXPECT_FALSE(heard.outcome);
    text = heard.text();
    return heard.outcome ? Failure{{"none", ""}} : heard.outcome.error();
  }
  Failure fail(Script script) { return fail(std::move(script), patient()); }

  std::string text;
};

const std::string kHead(kStreamHead);

TEST_F(ClientFailure, NobodyListens) {
  std::string url;
  {
    const ScriptedServer gone(loop.get_executor());
    url = gone.base_url();
  }
  const Failure failure = fail(answer_and_close(""), patient(url));
  EXPECT_EQ(failure.error.code, kConnectFailed);
  EXPECT_EQ(failure.http_status, 0);
}

TEST_F(ClientFailure, StatusesHaveTheirCodes) {
  const std::vector<std::pair<int, base::ErrorCode>> statuses{
      {302, kBadRequest},  {400, kBadRequest},  {401, kUnauthorized}, {403, kUnauthorized},
      {404, kBadRequest},  {408, kTimeout},     {422, kBadRequest},   {429, kRateLimited},
      {500, kUnavailable}, {503, kUnavailable}, {529, kUnavailable},
  };
  for (const auto& [status, code] : statuses) {
    boost::asio::io_context own_loop;
    ScriptedServer own(own_loop.get_executor());
    own.start(answer_and_close(response(status, R"({"error":{"message":"Told so."}})")));
    auto task = [](boost::asio::io_context& on, ScriptedServer& from) -> runtime::Task<Heard> {
      Client client(on.get_executor(), patient(from.base_url()));
      Heard heard = co_await ask(client);
      co_await from.stop();
      co_return heard;
    };
    const Heard heard = runtime::run_task(own_loop, task(own_loop, own));
    ASSERT_FALSE(heard.outcome) << status;
    EXPECT_EQ(heard.outcome.error().error.code, code) << status;
    EXPECT_EQ(heard.outcome.error().http_status, status);
    EXPECT_EQ(heard.outcome.error().retry_after, std::nullopt);
    EXPECT_THAT(heard.outcome.error().error.message, HasSubstr("Told so."));
  }
}

TEST_F(ClientFailure, TheServerAsksToWait) {
  const Failure failure = fail(answer_and_close(response(429, "{}", "Retry-After: 17\r\n")));
  EXPECT_EQ(failure.error.code, kRateLimited);
  EXPECT_EQ(failure.retry_after, seconds(17));
}

TEST_F(ClientFailure, TheServerAsksToWaitUntilADate) {
  const Failure failure =
      fail(answer_and_close(response(503, "", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n")));
  EXPECT_EQ(failure.error.code, kUnavailable);
  EXPECT_GT(failure.retry_after, seconds(0));
}

TEST_F(ClientFailure, NeverShowsTheKey) {
  Options options = patient();
  options.api_key = "sk-secret-0123456789";
  const Failure failure =
      fail(answer_and_close(response(401, R"({"error":{"message":"Incorrect API key provided: sk-secre***6789,
        sent as sk-secret-0123456789."}})")),
           options);
  EXPECT_THAT(failure.error.message, HasSubstr("Incorrect API key provided: [key]"));
  EXPECT_THAT(failure.error.message, Not(HasSubstr("sk-sec")));
  EXPECT_THAT(failure.error.message, Not(HasSubstr("\n")));
}

TEST_F(ClientFailure, AnEndlessErrorBodyIsReadInPart) {
  const std::string endless =
      "HTTP/1.1 500 Oh\r\nContent-Length: 999999999\r\n\r\n" + std::string(200'000, 'x');
  const Failure failure = fail(answer_and_hold(endless));
  EXPECT_EQ(failure.error.code, kUnavailable);
  EXPECT_LT(failure.error.message.size(), 1000U);
}

TEST_F(ClientFailure, TheStreamIsCut) {
  const Failure failure = fail(answer_and_close(kHead + chunk(delta_event("Be")) + chunk("data: {\"choi")));
  EXPECT_EQ(failure.error.code, kBrokenStream);
  EXPECT_EQ(failure.http_status, 200);
  EXPECT_TRUE(failure.text_delivered);
  EXPECT_EQ(text, "Be");
}

TEST_F(ClientFailure, TheStreamIsCutInsideACharacter) {
  const Failure failure = fail(answer_and_close(kHead + chunk(delta_event("Be")) +
                                                chunk(R"(data: {"choices":[{"delta":{"content":")"
                                                      "\xf0\x9f")));
  EXPECT_EQ(failure.error.code, kBrokenStream);
  EXPECT_EQ(text, "Be");
}

runtime::Task<> answer_and_reset(PeerPtr peer, std::string bytes) {
  co_await peer->read_request();
  co_await peer->send(bytes);
  peer->reset();
}

TEST_F(ClientFailure, TheConnectionIsReset) {
  const Failure failure =
      fail([](PeerPtr peer) { return answer_and_reset(std::move(peer), kHead + chunk(delta_event("Be"))); });
  EXPECT_EQ(failure.error.code, kBrokenStream);
}

TEST_F(ClientFailure, TheServerClosesWithoutAnAnswer) {
  const Failure failure = fail(answer_and_close(""));
  EXPECT_EQ(failure.error.code, kBrokenStream);
  EXPECT_EQ(failure.http_status, 0);
  EXPECT_FALSE(failure.text_delivered);
}

TEST_F(ClientFailure, AnEventIsMalformed) {
  bool closed = false;
  const Failure failure =
      fail(answer_and_hold(kHead + chunk(delta_event("Be") + "data: {oops\n\n"), &closed));
  EXPECT_EQ(failure.error.code, kBrokenStream);
  EXPECT_EQ(text, "Be");
}

TEST_F(ClientFailure, AnEventIsTooLarge) {
  Options options = patient();
  options.max_event_bytes = 1000;
  const Failure failure = fail(answer_and_hold(kHead + chunk(delta_event(std::string(2000, 'x')))), options);
  EXPECT_EQ(failure.error.code, kBrokenStream);
}

TEST_F(ClientFailure, NoFinishReasonComes) {
  EXPECT_EQ(fail(answer_and_close(kHead + chunk(delta_event("a")) + std::string(kLastChunk))).error.code,
            kBrokenStream);
}

TEST_F(ClientFailure, OnlyDoneComes) {
  EXPECT_EQ(fail(answer_and_hold(kHead + chunk(delta_event("a") + std::string(kDoneEvent)))).error.code,
            kBrokenStream);
}

TEST_F(ClientFailure, TheResponseIsNoAnswerAtAll) {
  const Failure failure = fail(answer_and_close(response(200, "<html>Welcome</html>")));
  EXPECT_EQ(failure.error.code, kBrokenStream);
  EXPECT_THAT(failure.error.message, HasSubstr("base URL"));
}

TEST_F(ClientFailure, TheModelReportsAnError) {
  const Failure failure =
      fail(answer_and_hold(kHead + chunk(delta_event("a") + "data: {\"error\":{\"message\":\"Overloaded" +
                                         std::string(5000, '!') + "\"}}\n\n")));
  EXPECT_EQ(failure.error.code, kModelError);
  EXPECT_THAT(failure.error.message, HasSubstr("Overloaded"));
  EXPECT_LT(failure.error.message.size(), 500U);
  EXPECT_TRUE(failure.text_delivered);
}

TEST_F(ClientFailure, TheServerNeverShakesHands) {
  Options options = patient();
  options.base_url.replace(0, 4, "https");
  options.connect_timeout = milliseconds(50);
  const Failure failure = fail(answer_and_hold(""), options);
  EXPECT_EQ(failure.error.code, kTimeout);
  EXPECT_THAT(failure.error.message, HasSubstr("connection"));
}

TEST_F(ClientFailure, NoConnectionBecomesFree) {
  Options options = patient();
  options.max_connections = 1;
  options.connect_timeout = milliseconds(50);
  server.start(answer_and_hold(kHead));
  auto hold = [](Client& client) -> runtime::Task<> { co_await ask(client); };
  auto both = [hold](ClientTest& test, ScriptedServer& from, boost::asio::io_context& on,
                     Options with) -> runtime::Task<Heard> {
    static_cast<void>(test);
    Client client(on.get_executor(), std::move(with));
    runtime::TaskGroup others(on.get_executor(), nullptr);
    others.spawn("hold", hold(client));
    Heard heard = co_await ask(client);
    others.cancel();
    co_await others.join();
    co_await from.stop();
    co_return heard;
  };
  const Heard heard = runtime::run_task(loop, both(*this, server, loop, options));
  ASSERT_FALSE(heard.outcome);
  EXPECT_EQ(heard.outcome.error().error.code, kTimeout);
}

TEST_F(ClientFailure, TheFirstByteDoesNotCome) {
  Options options = patient();
  options.first_byte_timeout = milliseconds(50);
  const Failure failure = fail(answer_and_hold(kHead), options);
  EXPECT_EQ(failure.error.code, kTimeout);
  EXPECT_THAT(failure.error.message, HasSubstr("first byte"));
  EXPECT_EQ(failure.http_status, 200);
}

runtime::Task<> talk_on(PeerPtr peer) {
  co_await peer->read_request();
  co_await peer->send(std::string(kStreamHead));
  // Ends when the client has closed the connection: sending fails then.
  while (true) co_await peer->send(chunk(delta_event(std::string(10'000, 'x'))));
}

TEST_F(ClientFailure, OneQuestionIsGrantedLessThanTheOthers) {
  const auto ask_with = [](std::string bytes, Timeouts timeouts) {
    boost::asio::io_context own_loop;
    ScriptedServer own(own_loop.get_executor());
    own.start(answer_and_hold(std::move(bytes)));
    auto task = [](boost::asio::io_context& on, ScriptedServer& from,
                   Timeouts granted) -> runtime::Task<Outcome> {
      Client client(on.get_executor(), patient(from.base_url()));
      Outcome outcome = co_await client.stream(question(), [](std::string_view) {}, granted);
      co_await from.stop();
      co_return outcome;
    };
    return runtime::run_task(own_loop, task(own_loop, own, timeouts));
  };
  const Outcome first_byte = ask_with(kHead, {.first_byte = milliseconds(50)});
  ASSERT_FALSE(first_byte);
  EXPECT_THAT(first_byte.error().error.message, HasSubstr("first byte"));
  const Outcome silence = ask_with(kHead + chunk(delta_event("a")), {.silence = milliseconds(50)});
  ASSERT_FALSE(silence);
  EXPECT_THAT(silence.error().error.message, HasSubstr("silence"));
}

TEST_F(ClientFailure, TheWholeAnswerTakesTooLong) {
  server.start(talk_on);
  auto task = [](boost::asio::io_context& on, ScriptedServer& from) -> runtime::Task<Outcome> {
    Client client(on.get_executor(), patient(from.base_url()));
    const auto by = std::chrono::steady_clock::now() + milliseconds(100);
    Outcome outcome = co_await client.stream(question(), [](std::string_view) {}, {.complete_by = by});
    co_await from.stop();
    co_return outcome;
  };
  const Outcome outcome = runtime::run_task(loop, task(loop, server));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().error.code, kTimeout);
  EXPECT_THAT(outcome.error().error.message, HasSubstr("the whole"));
}

TEST_F(ClientFailure, TheServerFallsSilent) {
  Options options = patient();
  options.silence_timeout = milliseconds(50);
  const Failure failure = fail(answer_and_hold(kHead + chunk(delta_event("a"))), options);
  EXPECT_EQ(failure.error.code, kTimeout);
  EXPECT_THAT(failure.error.message, HasSubstr("silence"));
  EXPECT_TRUE(failure.text_delivered);
  EXPECT_EQ(text, "a");
}

}  // namespace
}  // namespace openai
