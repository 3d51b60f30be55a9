#include "server_fixture.h"

namespace engineio {
namespace {

using HandshakeTest = ServerTest;

runtime::Task<base::Result<Admission>> admit_ann(const net::Request& request) {
  if (request.headers.get("Cookie") != "name=ann") co_return base::fail("not_ann", "Only Ann may come");
  Admission admission;
  admission.user = std::string("ann");
  co_return admission;
}

TEST_F(HandshakeTest, OpensByPolling) {
  const auto exchange = request("GET", "transport=polling");
  ASSERT_TRUE(exchange->answer);
  EXPECT_EQ(exchange->answer->status, 200);
  EXPECT_THAT(exchange->answer->body, StartsWith(R"(0{"sid":")" + listener().session->id()));
  EXPECT_EQ(listener().session->id().size(), 20U);
  EXPECT_FALSE(exchange->answer->headers.has("Set-Cookie"));
  EXPECT_EQ(server().counts().sessions, 1U);
}

TEST_F(HandshakeTest, OpensByWebSocket) {
  const auto exchange = websocket();
  const auto frames = exchange->wire->take();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_THAT(frames[0], HasSubstr(R"("upgrades":[])"));
}

TEST_F(HandshakeTest, KeepsWhatTheRequestSaid) {
  const auto exchange = request("GET", "transport=polling&room=7");
  const Handshake& handshake = *listener().session->handshake();
  EXPECT_EQ(handshake.headers.get("Host"), "lab.example");
  EXPECT_EQ(net::query_value(handshake.query, "room"), "7");
  EXPECT_EQ(handshake.remote_address, "192.0.2.1");
}

TEST_F(HandshakeTest, ForgetsTheHeadersWhenAskedTo) {
  options_.keep_handshake_headers = false;
  for (const bool by_websocket : {false, true}) {
    const auto exchange = by_websocket ? websocket("&room=7") : request("GET", "transport=polling&room=7");
    ASSERT_NE(exchange, nullptr);
    const Handshake& handshake = *listener().session->handshake();
    EXPECT_THAT(handshake.headers.fields(), IsEmpty());
    EXPECT_EQ(net::query_value(handshake.query, "room"), "7");
  }
}

TEST_F(HandshakeTest, AsksTheApplication) {
  options_.allow_request = admit_ann;
  const auto refused = request("GET", "transport=polling");
  EXPECT_EQ(refused->answer->status, 403);
  EXPECT_EQ(refused->answer->body, R"({"code":4,"message":"Only Ann may come"})");
  const auto refused_websocket = websocket();
  EXPECT_FALSE(refused_websocket->upgraded);
  EXPECT_THAT(*refused_websocket->dropped, HasSubstr("Only Ann may come"));
  EXPECT_THAT(listeners_, IsEmpty());

  FakeExchange ann(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  ann.edit().headers.add("Cookie", "name=ann");
  start(ann);
  EXPECT_EQ(ann.answer->status, 200);
  EXPECT_EQ(std::any_cast<std::string>(listener().session->handshake()->user), "ann");
}

TEST_F(HandshakeTest, SetsACookieWhenAskedTo) {
  options_.cookie.enabled = true;
  const auto exchange = request("GET", "transport=polling");
  EXPECT_EQ(exchange->answer->headers.get("Set-Cookie"),
            "io=" + listener().session->id() + "; Path=/; HttpOnly; SameSite=Lax");
}

TEST_F(HandshakeTest, RefusesForeignPages) {
  FakeExchange foreign(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  foreign.edit().headers.add("Origin", "http://evil.example");
  start(foreign);
  EXPECT_EQ(foreign.answer->status, 403);
  FakeExchange own(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  own.edit().headers.add("Origin", "http://lab.example");
  start(own);
  EXPECT_EQ(own.answer->status, 200);
}

TEST_F(HandshakeTest, LimitsSessionsInAll) {
  options_.max_sessions = 1;
  const std::string id = open_polling();
  const auto refused = request("GET", "transport=polling");
  EXPECT_EQ(refused->answer->status, 503);
  EXPECT_TRUE(refused->answer->headers.has("Retry-After"));
  request("POST", "transport=polling&sid=" + id, "1");
  EXPECT_EQ(request("GET", "transport=polling")->answer->status, 200);
}

TEST_F(HandshakeTest, LimitsSessionsOfAnAddress) {
  options_.max_sessions_per_address = 1;
  const std::string id = open_polling();
  EXPECT_EQ(request("GET", "transport=polling")->answer->status, 503);
  FakeExchange other(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  other.edit().remote_address = "192.0.2.2";
  start(other);
  EXPECT_EQ(other.answer->status, 200);
  request("POST", "transport=polling&sid=" + id, "1");
  EXPECT_EQ(request("GET", "transport=polling")->answer->status, 200);
}

TEST_F(HandshakeTest, ForgetsASessionWhoseFirstAnswerWasLost) {
  FakeExchange exchange(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  exchange.loses_answer = true;
  start(exchange);
  EXPECT_EQ(server().counts().sessions, 0U);
  EXPECT_THAT(listener().heard, ElementsAre("closed: transport error"));
}

TEST_F(HandshakeTest, OffersNoUpgradeThatIsOff) {
  options_.upgrades = false;
  EXPECT_THAT(request("GET", "transport=polling")->answer->body, HasSubstr(R"("upgrades":[])"));
}

}  // namespace
}  // namespace engineio
