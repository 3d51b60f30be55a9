// Answers that come whole, in every form that a server may give them.
#include <gmock/gmock.h>

#include <base/utf.h>

#include "client_test.h"

namespace openai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using ClientAnswer = ClientTest;

std::string streamed(std::string_view events) {
  return std::string(kStreamHead) + chunk(events) + std::string(kLastChunk);
}

// Keeps each request for the test to read.
runtime::Task<> answer_and_record(PeerPtr peer, std::string bytes, std::string* recorded) {
  if (auto request = co_await peer->read_request()) {
    *recorded = *request;
    co_await peer->send(bytes);
  }
}

Script recording(std::string* recorded) {
  return [recorded](PeerPtr peer) {
    return answer_and_record(std::move(peer), streamed(finish_event()), recorded);
  };
}

TEST_F(ClientAnswer, IsStreamed) {
  const Heard heard = ask_once(answer_and_close(
      streamed(delta_event("Be") + delta_event("cause") + finish_event() +
               "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n" +
               std::string(kDoneEvent))));
  ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
  EXPECT_EQ(heard.outcome->reason, "stop");
  EXPECT_EQ(heard.outcome->usage, (Usage{7, 2}));
  EXPECT_TRUE(heard.outcome->text_delivered);
  EXPECT_THAT(heard.pieces, ElementsAre("Because")) << "what comes together is handed on together";
}

TEST_F(ClientAnswer, MayEndWithoutDone) {
  EXPECT_EQ(ask_once(answer_and_close(streamed(delta_event("a") + finish_event("length")))).outcome->reason,
            "length");
}

TEST_F(ClientAnswer, IsWholeOnceItsFinishReasonHasCome) {
  const Heard cut = ask_once(answer_and_close(std::string(kStreamHead) +
                                              chunk(delta_event("a") + finish_event()) + "40\r\ndata: {"));
  ASSERT_TRUE(cut.outcome) << cut.outcome.error().error.message;
  EXPECT_EQ(cut.text(), "a");
}

TEST_F(ClientAnswer, DoesNotWaitForAServerThatHoldsTheResponse) {
  bool closed = false;
  const Heard heard = ask_once(answer_and_hold(
      std::string(kStreamHead) + chunk(delta_event("a") + finish_event() + std::string(kDoneEvent)),
      &closed));
  ASSERT_TRUE(heard.outcome);
  EXPECT_EQ(heard.text(), "a");
  EXPECT_FALSE(closed) << "the answer was handed on while the connection was still open";
}

TEST_F(ClientAnswer, MayBeSilentAfterItsFinishReason) {
  Options options = patient();
  options.silence_timeout = std::chrono::milliseconds(30);
  const Heard heard =
      ask_once(answer_and_hold(std::string(kStreamHead) + chunk(delta_event("a") + finish_event())), options);
  ASSERT_TRUE(heard.outcome);
  EXPECT_EQ(heard.text(), "a");
}

TEST_F(ClientAnswer, MayBeEmpty) {
  const Heard heard = ask_once(answer_and_close(streamed(finish_event() + std::string(kDoneEvent))));
  ASSERT_TRUE(heard.outcome);
  EXPECT_FALSE(heard.outcome->text_delivered);
  EXPECT_TRUE(heard.pieces.empty());
}

TEST_F(ClientAnswer, MayEndWithTheConnection) {
  const Heard heard =
      ask_once(answer_and_close("HTTP/1.0 200 OK\r\n\r\n" + delta_event("a") + finish_event()));
  ASSERT_TRUE(heard.outcome);
  EXPECT_EQ(heard.text(), "a");
}

TEST_F(ClientAnswer, MayBeOneObject) {
  const Heard heard = ask_once(answer_and_close(response(
      200,
      R"({"choices":[{"index":0,"message":{"content":"All at once"},"finish_reason":"stop"}],"usage":null})")));
  ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
  EXPECT_EQ(heard.text(), "All at once");
}

// Sends each byte of the events in a chunk, and a write, of its own.
runtime::Task<> answer_byte_by_byte(PeerPtr peer, std::string events) {
  co_await peer->read_request();
  co_await peer->send(std::string(kStreamHead));
  for (const char c : events) co_await peer->send(chunk({&c, 1}));
  co_await peer->send(std::string(kLastChunk));
}

TEST_F(ClientAnswer, NeverCutsACharacter) {
  const std::string events =
      delta_event("\xf0\x9f\x98\x80") + delta_event("a\\ud83d") + delta_event("\\ude00") + finish_event();
  const Heard heard =
      ask_once([events](PeerPtr peer) { return answer_byte_by_byte(std::move(peer), events); });
  ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
  EXPECT_EQ(heard.text(),
            "\xf0\x9f\x98\x80"
            "a\xf0\x9f\x98\x80");
  EXPECT_THAT(heard.pieces, testing::Each(testing::ResultOf(
                                [](const std::string& piece) { return base::is_utf8(piece); }, true)));
}

TEST_F(ClientAnswer, IsAskedForAsOpenAiWantsIt) {
  std::string request;
  Options options = patient();
  options.api_key = "sk-secret";
  ASSERT_TRUE(ask_once(recording(&request), options).outcome);
  EXPECT_THAT(request, testing::StartsWith("POST /v1/chat/completions HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nAuthorization: Bearer sk-secret\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nContent-Type: application/json\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nUser-Agent: ailab\r\n"));
  EXPECT_THAT(request, testing::EndsWith("\r\n\r\n" + chat_request_body(question())));
}

TEST_F(ClientAnswer, NeedsNoKey) {
  std::string request;
  ASSERT_TRUE(ask_once(recording(&request)).outcome);
  EXPECT_THAT(request, Not(HasSubstr("Authorization")));
}

TEST_F(ClientAnswer, TakesABaseUrlWithASlashAndAQuery) {
  std::string request;
  ASSERT_TRUE(ask_once(recording(&request), patient(server.base_url() + "/deep//?api-version=2")).outcome);
  EXPECT_THAT(request, testing::StartsWith("POST /v1/deep/chat/completions?api-version=2 HTTP/1.1\r\n"));
}

TEST_F(ClientAnswer, NeedsUsableOptions) {
  for (const std::string url : {"", "ftp://example.test", "not a url", "http://"}) {
    EXPECT_THROW(Client(loop.get_executor(), Options{.base_url = url}), std::invalid_argument) << url;
  }
  EXPECT_THROW(Client(loop.get_executor(), Options{.api_key = "sk\r\nX: y"}), std::invalid_argument);
  EXPECT_THROW(Client(loop.get_executor(), Options{.ca_file = "/no/such/file.pem"}), std::invalid_argument);
}

}  // namespace
}  // namespace openai
