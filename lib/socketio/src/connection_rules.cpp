#include <socketio/connection_rules.h>

namespace socketio {

Decision decide(const Packet& packet, Membership membership, bool exists) {
  if (packet.type == PacketType::kConnect) {
    if (membership == Membership::kJoining || membership == Membership::kJoined) {
      return Decision::kProtocolError;
    }
    return exists ? Decision::kJoin : Decision::kRefuseUnknown;
  }
  if (membership == Membership::kExpelled) return Decision::kIgnore;
  if (membership != Membership::kJoined) return Decision::kProtocolError;
  switch (packet.type) {
    case PacketType::kDisconnect:
      return Decision::kLeave;
    case PacketType::kEvent:
      return packet.data ? Decision::kDispatch : Decision::kIgnore;
    case PacketType::kAck:
      return packet.ack_id ? Decision::kResolveAck : Decision::kIgnore;
    default:
      return Decision::kProtocolError;
  }
}

}  // namespace socketio
