#include <algorithm>

#include <boost/json.hpp>

#include <engineio/request_check.h>

namespace engineio {
namespace {

std::optional<Transport> transport_named(std::string_view name, EnabledTransports enabled) {
  if (name == "polling" && enabled.polling) return Transport::kPolling;
  if (name == "websocket" && enabled.websocket) return Transport::kWebSocket;
  return std::nullopt;
}

// What no header value may hold (RFC 9110, section 5.5), apart from bytes above 0x7F.
bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

}  // namespace

std::optional<RequestError> check_request(const RequestFacts& facts, EnabledTransports enabled,
                                          std::optional<Transport> session) {
  const auto transport = transport_named(facts.transport, enabled);
  if (!transport) return RequestError::kTransportUnknown;
  if (has_control_characters(facts.origin)) return RequestError::kBadRequest;
  const bool upgrade_fits = facts.is_upgrade == (*transport == Transport::kWebSocket);
  if (facts.sid.empty()) {
    if (facts.method != "GET") return RequestError::kBadMethod;
    if (!upgrade_fits) return RequestError::kBadRequest;
    return std::nullopt;
  }
  if (!session) return RequestError::kSessionUnknown;
  // A WebSocket handshake on a live session is an upgrade, whatever the session's transport.
  if (!upgrade_fits || (!facts.is_upgrade && *transport != *session)) return RequestError::kBadRequest;
  if (!speaks_protocol_4(facts)) return RequestError::kBadRequest;
  return std::nullopt;
}

std::string_view message_of(RequestError error) {
  switch (error) {
    case RequestError::kTransportUnknown:
      return "Transport unknown";
    case RequestError::kSessionUnknown:
      return "Session ID unknown";
    case RequestError::kBadMethod:
      return "Bad handshake method";
    case RequestError::kBadRequest:
      return "Bad request";
    case RequestError::kForbidden:
      return "Forbidden";
    case RequestError::kUnsupportedVersion:
      return "Unsupported protocol version";
  }
  return "";
}

int status_of(RequestError error) {
  return error == RequestError::kForbidden ? 403 : 400;
}

std::string body_of(RequestError error, std::string_view message) {
  std::string body = R"({"code":)";
  body += std::to_string(static_cast<int>(error));
  body += R"(,"message":)";
  body += boost::json::serialize(boost::json::string(message));
  return body + "}";
}

std::string raw_refusal(std::string_view message) {
  std::string answer = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\n";
  answer += "Content-Length: " + std::to_string(message.size()) + "\r\n\r\n";
  return answer.append(message);
}

std::string open_packet(const OpenFacts& facts) {
  std::string packet;
  packet.reserve(160);
  packet += R"(0{"sid":")";
  packet += facts.sid;
  packet += R"(","upgrades":[)";
  if (facts.can_upgrade) packet += R"("websocket")";
  packet += R"(],"pingInterval":)" + std::to_string(facts.ping_interval_ms);
  packet += R"(,"pingTimeout":)" + std::to_string(facts.ping_timeout_ms);
  packet += R"(,"maxPayload":)" + std::to_string(facts.max_payload_bytes);
  return packet + "}";
}

}  // namespace engineio
