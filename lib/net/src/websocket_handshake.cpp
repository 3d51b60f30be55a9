#include "websocket_handshake.h"

#include <climits>
#include <utility>

#include <boost/uuid/detail/sha1.hpp>

#include <base/encodings.h>

#include "ascii.h"
#include "response_head.h"

namespace net {

namespace {

constexpr std::string_view kVersion = "13";
constexpr std::size_t kKeyBytes = 16;

// Section 1.3: the key, and what only a server of WebSockets would put behind it, hashed.
std::string accept_of(std::string_view key) {
  constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(key.data(), key.size());
  hash.process_bytes(kMagic.data(), kMagic.size());
  boost::uuids::detail::sha1::digest_type digest;
  hash.get_digest(digest);
  std::string bytes;
  // Words in Boost 1.81, bytes in later ones.
  for (const auto part : digest) {
    for (std::size_t bits = sizeof part * CHAR_BIT; bits > 0; bits -= CHAR_BIT)
      bytes += static_cast<char>(part >> (bits - CHAR_BIT) & 0xff);
  }
  return base::base64_encode(bytes);
}

bool is_key(std::string_view key) {
  const auto bytes = base::base64_decode(key);
  return bytes && bytes->size() == kKeyBytes;
}

// The field may be repeated (section 9.1).
std::string extensions_in(const Request& request) {
  std::string all;
  for (const auto& [name, value] : request.headers.fields()) {
    if (equals_ignoring_case(name, "Sec-WebSocket-Extensions")) all += value + ",";
  }
  return all;
}

std::unexpected<Response> refuse(int status, std::string reason) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain");
  if (status == 426) {
    response.headers.add("Upgrade", "websocket");
    response.headers.add("Sec-WebSocket-Version", std::string(kVersion));
  }
  response.body = "Not a WebSocket handshake: " + std::move(reason);
  return std::unexpected(std::move(response));
}

}  // namespace

std::expected<WebSocketHandshake, Response> answer_websocket_handshake(const Request& request,
                                                                       const Headers& extra,
                                                                       bool offers_deflate) {
  if (!request.is_upgrade) return refuse(400, "it does not ask to become a WebSocket.");
  const std::string_view key = request.headers.get("Sec-WebSocket-Key");
  if (!is_key(key)) return refuse(400, "Sec-WebSocket-Key is missing or malformed.");
  if (request.headers.get("Sec-WebSocket-Version") != kVersion)
    return refuse(426, "Sec-WebSocket-Version is not 13.");
  WebSocketHandshake handshake;
  if (offers_deflate) handshake.deflate = accept_deflate(extensions_in(request));
  std::string& head = handshake.head;
  head.reserve(256);
  head += "HTTP/1.1 101 Switching Protocols\r\n";
  append_field(head, "Upgrade", "websocket");
  append_field(head, "Connection", "Upgrade");
  append_field(head, "Sec-WebSocket-Accept", accept_of(key));
  if (handshake.deflate) append_field(head, "Sec-WebSocket-Extensions", deflate_answer(*handshake.deflate));
  for (const auto& [name, value] : extra.fields()) append_field(head, name, value);
  head += "\r\n";
  return handshake;
}

}  // namespace net
