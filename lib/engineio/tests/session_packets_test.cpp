#include "rules_fixture.h"

namespace engineio {
namespace {

using PacketsTest = WebSocketRulesTest;

TEST_F(PacketsTest, MessagesGoUp) {
  receive("4hello");
  rules_.packet(Packet{PacketType::kMessage, "raw", true}, clock_.now());
  receive("4");
  EXPECT_THAT(done(), ElementsAre("message hello", "bytes raw", "message "));
}

TEST_F(PacketsTest, WhatOnlyAServerSendsIsIgnored) {
  for (const char* text : {"0{}", "6", "3", "3probe", "5"}) receive(text);
  EXPECT_THAT(done(), IsEmpty());
  EXPECT_TRUE(rules_.is_open());
}

TEST_F(PacketsTest, APingFromTheClientEndsTheSession) {
  receive("2");
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed transport error"));
}

TEST_F(PacketsTest, AClosePacketEndsTheSessionAtOnce) {
  receive("1");
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed transport close"));
}

TEST_F(PacketsTest, WhatIsNoPacketEndsTheSession) {
  receive("abc");
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed parse error"));
}

TEST_F(PacketsTest, ALostWebSocketEndsTheSession) {
  rules_.websocket_lost(CloseReason::kTransportClose);
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed transport close"));
}

TEST_F(PacketsTest, TooManyPacketsASecondEndTheSession) {
  limits_.packets = {.per_second = 2, .burst = 2};
  receive("4a");
  receive("4b");
  clock_.advance(milliseconds(1000));
  receive("4c");
  receive("4d");
  EXPECT_THAT(done(), ElementsAre("message a", "message b", "message c", "message d"));
  receive("4e");
  EXPECT_THAT(done(), ElementsAre("close websocket", "forget", "closed packet flood"));
}

}  // namespace
}  // namespace engineio
