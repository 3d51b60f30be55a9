#include <socketio/disconnect_reason.h>

namespace socketio {
namespace {

engineio::CloseReason close_reason_of(DisconnectReason reason) {
  const auto first = static_cast<std::uint8_t>(DisconnectReason::kPingTimeout);
  return static_cast<engineio::CloseReason>(static_cast<std::uint8_t>(reason) - first);
}

}  // namespace

std::string_view name_of(DisconnectReason reason) {
  if (reason == DisconnectReason::kClientNamespaceDisconnect) return "client namespace disconnect";
  if (reason == DisconnectReason::kServerNamespaceDisconnect) return "server namespace disconnect";
  return engineio::name_of(close_reason_of(reason));
}

DisconnectReason reason_of(engineio::CloseReason reason) {
  const auto first = static_cast<std::uint8_t>(DisconnectReason::kPingTimeout);
  return static_cast<DisconnectReason>(static_cast<std::uint8_t>(reason) + first);
}

}  // namespace socketio
