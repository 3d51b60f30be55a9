// A server's answer to the handshake of a WebSocket (RFC 6455, section 4.2).
#pragma once

#include <expected>
#include <optional>
#include <string>

#include <net/http.h>

#include "deflate_offer.h"

namespace net {

struct WebSocketHandshake {
  std::string head;  // of the 101, as it goes over the wire
  std::optional<DeflateParameters> deflate;
};

// `extra` headers go on the 101. `offers_deflate`: agree on permessage-deflate with a client that offers it.
// Error: the answer to a request that is no handshake, with the reason in its body.
[[nodiscard]] std::expected<WebSocketHandshake, Response> answer_websocket_handshake(const Request& request,
                                                                                     const Headers& extra,
                                                                                     bool offers_deflate);

}  // namespace net
