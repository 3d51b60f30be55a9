#include <algorithm>
#include <array>

#include <socketio/packet.h>

namespace socketio {

bool is_reserved_event(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kReserved = {
      "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"};
  return std::ranges::find(kReserved, name) != kReserved.end();
}

}  // namespace socketio
