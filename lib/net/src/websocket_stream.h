// Makes a WebSocket of an HTTP connection whose client asked for one.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include <net/http.h>
#include <net/websocket.h>

#include "open_sockets.h"

namespace net {

// Answers the handshake in `request` (RFC 6455, section 4.2.2): 101 with the `extra` headers, or a refusal,
// after which the connection is closed. `early` is what the client has sent behind its request. Errors:
// kConnectionLost, or kBadHandshake for a refusal.
runtime::Task<base::Result<std::unique_ptr<WebSocket>>> accept_websocket_on(
    boost::asio::ip::tcp::socket socket, Admission admission, std::string early, const Request& request,
    WebSocketOptions options, Headers extra);

}  // namespace net
