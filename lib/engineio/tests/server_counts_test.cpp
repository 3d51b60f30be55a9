// What an operator sees of those who are refused, and of sessions that end.
#include <chrono>
#include <set>

#include "server_fixture.h"

namespace engineio {
namespace {

using CountsTest = ServerTest;

TEST_F(CountsTest, EachReasonHasItsOwnName) {
  std::set<std::string_view> names;
  Counts{}.closed.for_each([&](CloseReason reason, std::uint64_t) { names.insert(name_of(reason)); });
  Counts{}.refused.for_each([&](Refusal refusal, std::uint64_t) { names.insert(name_of(refusal)); });
  EXPECT_EQ(names.size(), kCloseReasons + kRefusals);
  EXPECT_FALSE(names.contains("unknown"));
}

TEST_F(CountsTest, RefusedRequests) {
  options_.max_payload_bytes = 6;
  options_.allow_request = [](const net::Request& request) -> runtime::Task<base::Result<Admission>> {
    if (request.headers.has("Forbidden")) co_return base::fail("forbidden", "Not you");
    co_return Admission();
  };
  const std::string query = "transport=polling&sid=" + open_polling();
  request("GET", "transport=smoke");
  request("GET", "transport=polling&sid=none");
  request("POST", "transport=polling");
  request("GET", "transport=websocket");
  FakeExchange old(loop_, "GET", "/engine.io/?EIO=3&transport=polling");
  start(old);
  FakeExchange foreign(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  foreign.edit().headers.add("Origin", "http://evil.example");
  start(foreign);
  FakeExchange forbidden(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  forbidden.edit().headers.add("Forbidden", "yes");
  start(forbidden);
  request("POST", query, "4123456");
  request("POST", query, "x");
  const auto refused = server().counts().refused;
  for (const Refusal once : {Refusal::kTransportUnknown, Refusal::kSessionUnknown, Refusal::kBadMethod,
                             Refusal::kBadRequest, Refusal::kUnsupportedVersion, Refusal::kForeignOrigin,
                             Refusal::kForbidden, Refusal::kBodyTooLarge, Refusal::kMalformedBody}) {
    EXPECT_EQ(refused.of(once), 1U) << name_of(once);
  }
  EXPECT_EQ(refused.total(), 9U);
}

TEST_F(CountsTest, SessionsOverALimit) {
  options_.max_sessions = 2;
  options_.max_sessions_per_address = 1;
  open_polling();
  request("GET", "transport=polling");
  FakeExchange other(loop_, "GET", "/engine.io/?EIO=4&transport=polling");
  other.edit().remote_address = "192.0.2.2";
  start(other);
  websocket();
  EXPECT_EQ(server().counts().refused.of(Refusal::kTooManySessionsOfAddress), 1U);
  EXPECT_EQ(server().counts().refused.of(Refusal::kTooManySessions), 1U);
  runtime::run_task(loop_, server().shut_down());
  request("GET", "transport=polling");
  EXPECT_EQ(server().counts().refused.of(Refusal::kShuttingDown), 1U);
  EXPECT_EQ(server().counts().refused.total(), 3U);
}

TEST_F(CountsTest, OverlappingPolls) {
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto first = request("GET", query);
  EXPECT_EQ(request("GET", query)->answer->status, 400);
  EXPECT_EQ(first->answer->body, "1");
  EXPECT_EQ(server().counts().refused.of(Refusal::kOverlappingRequests), 1U);
  EXPECT_EQ(server().counts().closed.of(CloseReason::kTransportError), 1U);
}

TEST_F(CountsTest, WhatSlowReadersHaveNotTaken) {
  const auto slow = websocket();
  EXPECT_EQ(server().counts().queued_bytes, 0U);
  slow->wire->stalled = true;
  for (const char* text : {"aaaaa", "bbbbb"}) listener().session->send(Frame::text(text));
  turn();
  EXPECT_EQ(server().counts().queued_bytes, listener().session->queued_bytes());
  EXPECT_GE(server().counts().queued_bytes, 10U);
  slow->wire->lose();
  turn();
  EXPECT_EQ(server().counts().queued_bytes, 0U);
}

TEST_F(CountsTest, SessionsByTheReasonOfTheirEnd) {
  options_.max_queued_bytes = 10;
  options_.max_packets_per_second = 2;
  const auto slow = websocket();
  slow->wire->stalled = true;
  for (const char* text : {"4aaaaa", "4bbbbb"}) listener().session->send(Frame::text(text));
  const auto chatty = websocket();
  for (int i = 0; i < 3; ++i) chatty->wire->send("4a");
  const auto polite = websocket();
  polite->wire->lose();
  const auto wrong = websocket();
  wrong->wire->send("x");
  turn();
  const auto closed = server().counts().closed;
  for (const CloseReason once : {CloseReason::kBufferOverflow, CloseReason::kPacketFlood,
                                 CloseReason::kTransportClose, CloseReason::kParseError}) {
    EXPECT_EQ(closed.of(once), 1U) << name_of(once);
  }
  EXPECT_EQ(closed.total(), 4U);
}

TEST_F(CountsTest, UpgradesThatCameToNothing) {
  // Long enough that on no machine the one that idles is given up before the second has tried.
  options_.upgrade_timeout = std::chrono::milliseconds(500);
  const std::string id = open_polling();
  const auto wrong = websocket("&sid=" + id);
  wrong->wire->send("4not a probe");
  turn();
  const auto gone = websocket("&sid=" + id);
  gone->wire->lose();
  turn();
  const auto idle = websocket("&sid=" + id);
  const auto second = websocket("&sid=" + id);
  EXPECT_TRUE(second->wire->close_frame_seen);
  EXPECT_EQ(server().counts().failed_upgrades, 3U);
  loop_.restart();
  while (!idle->wire->close_frame_seen) loop_.run_one();
  EXPECT_EQ(server().counts().failed_upgrades, 4U);
  EXPECT_TRUE(listener().session->is_open());
  EXPECT_EQ(server().counts().upgraded, 0U);
}

TEST_F(CountsTest, AWebSocketGetsTheLimitsOfTheOptions) {
  options_.max_payload_bytes = 77;
  options_.permessage_deflate = true;
  options_.max_control_frames_per_second = 7;
  const auto client = websocket();
  EXPECT_EQ(client->socket_options.max_message_bytes, 77U);
  EXPECT_TRUE(client->socket_options.permessage_deflate);
  EXPECT_EQ(client->socket_options.control_frames.per_second, 7U);
  EXPECT_EQ(client->socket_options.control_frames.burst, 70U);
}

}  // namespace
}  // namespace engineio
