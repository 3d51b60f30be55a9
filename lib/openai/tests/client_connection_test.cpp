// How connections are used: again, by many, and only when they are safe.
#include <gmock/gmock.h>

#include "client_test.h"

namespace openai {
namespace {

using ClientConnection = ClientTest;

std::string whole_answer(std::string_view text) {
  return std::string(kStreamHead) + chunk(delta_event(text) + finish_event() + std::string(kDoneEvent)) +
         std::string(kLastChunk);
}

runtime::Task<std::vector<Heard>> ask_in_turn(boost::asio::io_context& loop, ScriptedServer& server,
                                              Options options, int times) {
  Client client(loop.get_executor(), std::move(options));
  std::vector<Heard> all;
  for (int i = 0; i < times; ++i) all.push_back(co_await ask(client));
  co_await server.stop();
  co_return all;
}

runtime::Task<> ask_for(Client& client, std::vector<Heard>& all) {
  all.push_back(co_await ask(client));
}

runtime::Task<std::vector<Heard>> ask_together(boost::asio::io_context& loop, ScriptedServer& server,
                                               Options options, int times) {
  Client client(loop.get_executor(), std::move(options));
  std::vector<Heard> all;
  runtime::TaskGroup asking(loop.get_executor(), nullptr);
  for (int i = 0; i < times; ++i) asking.spawn("ask", ask_for(client, all));
  co_await asking.join();
  co_await server.stop();
  co_return all;
}

TEST_F(ClientConnection, IsUsedAgain) {
  server.start(answer_always(whole_answer("a")));
  const auto all = runtime::run_task(loop, ask_in_turn(loop, server, patient(), 3));
  for (const Heard& heard : all) EXPECT_EQ(heard.text(), "a");
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(ClientConnection, IsUsedAgainAfterAnErrorStatus) {
  server.start(answer_always(response(429, "{}")));
  const auto all = runtime::run_task(loop, ask_in_turn(loop, server, patient(), 3));
  for (const Heard& heard : all) EXPECT_EQ(heard.outcome.error().error.code, kRateLimited);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(ClientConnection, IsNotUsedAfterTheServerClosedIt) {
  server.start(answer_and_close(whole_answer("a")));
  const auto all = runtime::run_task(loop, ask_in_turn(loop, server, patient(), 3));
  for (const Heard& heard : all) EXPECT_EQ(heard.text(), "a");
  EXPECT_EQ(server.connections(), 3U);
}

// Many small writes, so that the answers of all connections are on their way at once.
runtime::Task<> answer_in_words(PeerPtr peer, int words) {
  while (co_await peer->read_request()) {
    co_await peer->send(std::string(kStreamHead));
    for (int i = 0; i < words; ++i) co_await peer->send(chunk(delta_event(std::to_string(i) + ' ')));
    co_await peer->send(chunk(finish_event() + std::string(kDoneEvent)) + std::string(kLastChunk));
  }
}

std::string words_up_to(int words) {
  std::string text;
  for (int i = 0; i < words; ++i) text += std::to_string(i) + ' ';
  return text;
}

TEST_F(ClientConnection, ServesTwoHundredAnswersAtOnce) {
  server.start([](PeerPtr peer) { return answer_in_words(std::move(peer), 30); });
  const auto all = runtime::run_task(loop, ask_together(loop, server, patient(), 200));
  ASSERT_EQ(all.size(), 200U);
  for (const Heard& heard : all) EXPECT_EQ(heard.text(), words_up_to(30));
}

TEST_F(ClientConnection, IsWaitedForWhenThereAreTooMany) {
  server.start([](PeerPtr peer) { return answer_in_words(std::move(peer), 5); });
  Options options = patient();
  options.max_connections = 3;
  const auto all = runtime::run_task(loop, ask_together(loop, server, options, 20));
  ASSERT_EQ(all.size(), 20U);
  for (const Heard& heard : all) EXPECT_EQ(heard.text(), words_up_to(5));
  EXPECT_EQ(server.connections(), 3U);
}

TEST_F(ClientConnection, GoesThroughTheProxyOfTheEnvironment) {
  const std::string proxy = server.base_url();
  ::setenv("http_proxy", proxy.c_str(), 1);
  ::setenv("no_proxy", "", 1);
  const Heard heard = ask_once(answer_always(whole_answer("a")), patient("http://model.invalid/v1"));
  ::unsetenv("http_proxy");
  ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
  EXPECT_EQ(heard.text(), "a");
}

struct TlsCase {
  std::string certificate_name;
  bool trusted;
};

Heard ask_over_tls(const TlsCase& with, Options options) {
  boost::asio::io_context loop;
  const TestCertificate certificate = make_certificate(with.certificate_name);
  ScriptedServer server(loop.get_executor(), certificate);
  server.start(answer_always(whole_answer("secret")));
  options.base_url = server.base_url();
  if (with.trusted) options.ca_file = *certificate.authority_file;
  return runtime::run_task(loop, ask_in_turn(loop, server, options, 1)).at(0);
}

TEST_F(ClientConnection, IsSecureWithATrustedAuthority) {
  const Heard heard = ask_over_tls({"IP:127.0.0.1", true}, patient());
  ASSERT_TRUE(heard.outcome) << heard.outcome.error().error.message;
  EXPECT_EQ(heard.text(), "secret");
}

TEST_F(ClientConnection, IsRefusedWithAnUnknownAuthority) {
  const Heard heard = ask_over_tls({"IP:127.0.0.1", false}, patient());
  ASSERT_FALSE(heard.outcome);
  EXPECT_EQ(heard.outcome.error().error.code, kTlsFailed) << heard.outcome.error().error.message;
}

TEST_F(ClientConnection, IsRefusedForAnotherName) {
  const Heard heard = ask_over_tls({"DNS:example.test", true}, patient());
  ASSERT_FALSE(heard.outcome);
  EXPECT_EQ(heard.outcome.error().error.code, kTlsFailed) << heard.outcome.error().error.message;
}

runtime::Task<> speak_plainly(PeerPtr peer) {
  co_await peer->send("HTTP/1.1 400 Plain\r\n\r\n");
  co_await peer->wait_for_close();
}

TEST_F(ClientConnection, IsRefusedWithoutTls) {
  Options options = patient();
  options.base_url.replace(0, 4, "https");
  const Heard heard = ask_once(speak_plainly, options);
  ASSERT_FALSE(heard.outcome);
  EXPECT_EQ(heard.outcome.error().error.code, kTlsFailed) << heard.outcome.error().error.message;
}

}  // namespace
}  // namespace openai
