#include <gtest/gtest.h>

#include <socketio/connection_rules.h>

namespace socketio {
namespace {

Packet packet_of(PacketType type) {
  Packet packet;
  packet.type = type;
  packet.data = boost::json::array{"e"};
  packet.ack_id = 1;
  return packet;
}

struct Row {
  PacketType type;
  Membership membership;
  Decision decision;
};

class ConnectionRules : public testing::TestWithParam<Row> {};

TEST_P(ConnectionRules, Decide) {
  const Row& row = GetParam();
  EXPECT_EQ(decide(packet_of(row.type), row.membership, true), row.decision);
}

using enum PacketType;
using enum Membership;
INSTANTIATE_TEST_SUITE_P(
    Table, ConnectionRules,
    testing::Values(
        Row{kConnect, kAbsent, Decision::kJoin}, Row{kConnect, kJoining, Decision::kProtocolError},
        Row{kConnect, kJoined, Decision::kProtocolError}, Row{kConnect, kExpelled, Decision::kJoin},
        Row{kDisconnect, kAbsent, Decision::kProtocolError},
        Row{kDisconnect, kJoining, Decision::kProtocolError}, Row{kDisconnect, kJoined, Decision::kLeave},
        Row{kDisconnect, kExpelled, Decision::kIgnore}, Row{kEvent, kAbsent, Decision::kProtocolError},
        Row{kEvent, kJoining, Decision::kProtocolError}, Row{kEvent, kJoined, Decision::kDispatch},
        Row{kEvent, kExpelled, Decision::kIgnore}, Row{kAck, kAbsent, Decision::kProtocolError},
        Row{kAck, kJoining, Decision::kProtocolError}, Row{kAck, kJoined, Decision::kResolveAck},
        Row{kAck, kExpelled, Decision::kIgnore}));

TEST(ConnectionRules, UnknownNamespacesAreRefused) {
  EXPECT_EQ(decide(packet_of(kConnect), kAbsent, false), Decision::kRefuseUnknown);
}

TEST(ConnectionRules, PacketsWithoutWhatTheyNeedAreIgnored) {
  Packet event = packet_of(kEvent);
  event.data.reset();
  EXPECT_EQ(decide(event, kJoined, true), Decision::kIgnore);
  Packet ack = packet_of(kAck);
  ack.ack_id.reset();
  EXPECT_EQ(decide(ack, kJoined, true), Decision::kIgnore);
}

}  // namespace
}  // namespace socketio
