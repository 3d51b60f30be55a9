#include <optional>
#include <string>

#include <gtest/gtest.h>

#include <engineio/request_check.h>

namespace engineio {
namespace {

constexpr EnabledTransports kBoth;
using Verdict = std::optional<RequestError>;

RequestFacts handshake() {
  return {.method = "GET", .transport = "polling", .sid = "", .eio = "4", .origin = "", .is_upgrade = false};
}

RequestFacts poll() {
  RequestFacts facts = handshake();
  facts.sid = "live";
  return facts;
}

RequestFacts upgrade() {
  RequestFacts facts = poll();
  facts.transport = "websocket";
  facts.is_upgrade = true;
  return facts;
}

TEST(RequestCheck, AcceptsBothHandshakes) {
  EXPECT_EQ(check_request(handshake(), kBoth, std::nullopt), Verdict());
  RequestFacts websocket = handshake();
  websocket.transport = "websocket";
  websocket.is_upgrade = true;
  EXPECT_EQ(check_request(websocket, kBoth, std::nullopt), Verdict());
}

TEST(RequestCheck, RefusesTransportsThatAreMissingUnknownOrOff) {
  for (const char* name : {"", "abc", "__proto__", "websocket"}) {
    RequestFacts facts = handshake();
    facts.transport = name;
    EXPECT_EQ(check_request(facts, {.polling = true, .websocket = false}, std::nullopt),
              RequestError::kTransportUnknown)
        << name;
  }
  EXPECT_EQ(check_request(handshake(), {.polling = false, .websocket = true}, std::nullopt),
            RequestError::kTransportUnknown);
}

TEST(RequestCheck, JudgesTheTransportFirst) {
  RequestFacts facts = poll();
  facts.transport = "abc";
  EXPECT_EQ(check_request(facts, kBoth, std::nullopt), RequestError::kTransportUnknown);
}

TEST(RequestCheck, RefusesControlCharactersInTheOrigin) {
  RequestFacts facts = handshake();
  facts.origin = "http://a\x01";
  EXPECT_EQ(check_request(facts, kBoth, std::nullopt), RequestError::kBadRequest);
}

TEST(RequestCheck, RefusesSessionsThatAreNotLive) {
  EXPECT_EQ(check_request(poll(), kBoth, std::nullopt), RequestError::kSessionUnknown);
}

TEST(RequestCheck, RefusesHandshakesByOtherMethods) {
  for (const char* method : {"POST", "PUT", "OPTIONS", "HEAD"}) {
    RequestFacts facts = handshake();
    facts.method = method;
    EXPECT_EQ(check_request(facts, kBoth, std::nullopt), RequestError::kBadMethod) << method;
  }
}

TEST(RequestCheck, WebSocketNeedsAnUpgradeAndPollingNone) {
  RequestFacts plain = handshake();
  plain.transport = "websocket";
  EXPECT_EQ(check_request(plain, kBoth, std::nullopt), RequestError::kBadRequest);
  RequestFacts upgraded = handshake();
  upgraded.is_upgrade = true;
  EXPECT_EQ(check_request(upgraded, kBoth, std::nullopt), RequestError::kBadRequest);
}

TEST(RequestCheck, PollsOnlyWhileTheSessionPolls) {
  EXPECT_EQ(check_request(poll(), kBoth, Transport::kPolling), Verdict());
  EXPECT_EQ(check_request(poll(), kBoth, Transport::kWebSocket), RequestError::kBadRequest);
}

TEST(RequestCheck, AnUpgradePassesAndTheSessionDecides) {
  EXPECT_EQ(check_request(upgrade(), kBoth, Transport::kPolling), Verdict());
  EXPECT_EQ(check_request(upgrade(), kBoth, Transport::kWebSocket), Verdict());
}

TEST(RequestCheck, ALiveSessionKeepsItsProtocol) {
  for (const char* version : {"", "3", "5"}) {
    RequestFacts facts = poll();
    facts.eio = version;
    EXPECT_EQ(check_request(facts, kBoth, Transport::kPolling), RequestError::kBadRequest) << version;
  }
}

TEST(RequestCheck, OnlyProtocol4IsSpoken) {
  for (const char* version : {"", "3", "5", "abc", "44"}) {
    RequestFacts facts = handshake();
    facts.eio = version;
    EXPECT_EQ(check_request(facts, kBoth, std::nullopt), Verdict()) << "the application is asked first";
    EXPECT_FALSE(speaks_protocol_4(facts)) << version;
  }
  EXPECT_TRUE(speaks_protocol_4(handshake()));
}

TEST(RequestError, HasTheBodyThatClientsKnow) {
  const auto body = [](RequestError error) { return body_of(error, message_of(error)); };
  EXPECT_EQ(body(RequestError::kTransportUnknown), R"({"code":0,"message":"Transport unknown"})");
  EXPECT_EQ(body(RequestError::kSessionUnknown), R"({"code":1,"message":"Session ID unknown"})");
  EXPECT_EQ(body(RequestError::kBadMethod), R"({"code":2,"message":"Bad handshake method"})");
  EXPECT_EQ(body(RequestError::kBadRequest), R"({"code":3,"message":"Bad request"})");
  EXPECT_EQ(body(RequestError::kForbidden), R"({"code":4,"message":"Forbidden"})");
  EXPECT_EQ(body(RequestError::kUnsupportedVersion),
            R"({"code":5,"message":"Unsupported protocol version"})");
  EXPECT_EQ(body_of(RequestError::kForbidden, "not \"you\""), R"({"code":4,"message":"not \"you\""})");
}

TEST(RequestError, OnlyForbiddenIs403) {
  EXPECT_EQ(status_of(RequestError::kForbidden), 403);
  EXPECT_EQ(status_of(RequestError::kSessionUnknown), 400);
}

TEST(RequestError, RefusesAWebSocketInPlainHttp) {
  EXPECT_EQ(raw_refusal("Session ID unknown"),
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\n"
            "Content-Length: 18\r\n\r\nSession ID unknown");
}

TEST(OpenPacket, HasFiveKeysInOrder) {
  OpenFacts facts{.sid = "8eIPnWO_n1gJNw0dAAAA",
                  .can_upgrade = true,
                  .ping_interval_ms = 25000,
                  .ping_timeout_ms = 20000,
                  .max_payload_bytes = 1000000};
  EXPECT_EQ(open_packet(facts), R"(0{"sid":"8eIPnWO_n1gJNw0dAAAA","upgrades":["websocket"],)"
                                R"("pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
  EXPECT_EQ(open_packet(facts).size(), 118U);
  facts.can_upgrade = false;
  EXPECT_TRUE(open_packet(facts).contains(R"("upgrades":[])"));
}

}  // namespace
}  // namespace engineio
