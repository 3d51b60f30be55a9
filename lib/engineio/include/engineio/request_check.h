// Which requests an Engine.IO server accepts, and what it answers to the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engineio {

enum class Transport : std::uint8_t { kPolling, kWebSocket };

// The value is the code in the answer.
enum class RequestError : std::uint8_t {
  kTransportUnknown = 0,
  kSessionUnknown = 1,
  kBadMethod = 2,
  kBadRequest = 3,
  kForbidden = 4,
  kUnsupportedVersion = 5,
};

// What of a request is judged; all as sent, empty when absent.
struct RequestFacts {
  std::string_view method;
  std::string_view transport;
  std::string_view sid;
  std::string_view eio;
  std::string_view origin;
  bool is_upgrade = false;  // a WebSocket handshake
};

struct EnabledTransports {
  bool polling = true;
  bool websocket = true;
};

// Checks in the order of Engine.IO's own server. `session`: the transport of the live session that `sid`
// names; nullopt when there is none. A request without sid that passes is a handshake; it remains to ask the
// application and then `speaks_protocol_4`.
[[nodiscard]] std::optional<RequestError> check_request(const RequestFacts& facts, EnabledTransports enabled,
                                                        std::optional<Transport> session);

[[nodiscard]] inline bool speaks_protocol_4(const RequestFacts& facts) {
  return facts.eio == "4";
}

// "Transport unknown", …
[[nodiscard]] std::string_view message_of(RequestError error);
// 403 for kForbidden, else 400.
[[nodiscard]] int status_of(RequestError error);
// {"code":0,"message":"Transport unknown"}; another message takes the place of the error's own.
[[nodiscard]] std::string body_of(RequestError error, std::string_view message);
// A whole HTTP answer that refuses a WebSocket handshake.
[[nodiscard]] std::string raw_refusal(std::string_view message);

// What the server tells the client first.
struct OpenFacts {
  std::string_view sid;
  bool can_upgrade = false;
  long long ping_interval_ms = 0;
  long long ping_timeout_ms = 0;
  unsigned long long max_payload_bytes = 0;
};

// 0{"sid":…}: exactly the five keys of Engine.IO protocol 4, section "Handshake".
[[nodiscard]] std::string open_packet(const OpenFacts& facts);

}  // namespace engineio
