// The head of an HTTP/1.1 answer as bytes.
#pragma once

#include <string>

#include <net/http.h>

namespace net {

// What the connection knows beside the answer itself.
struct ResponseFraming {
  bool close = false;                // adds "Connection: close"
  bool announce_keep_alive = false;  // adds "Connection: keep-alive", which an HTTP/1.0 client waits for
  std::size_t content_length_bytes = 0;
};

// Up to and with the empty line. Content-Length and Connection are the connection's business: such fields of
// the response are left out.
[[nodiscard]] std::string response_head(const Response& response, const ResponseFraming& framing);

// Appends "name: value\r\n"; a line break inside either becomes a space, so that nobody can smuggle in a
// field.
void append_field(std::string& head, std::string_view name, std::string_view value);

// Whether an answer of that status never has a body (RFC 9110, section 6.4.1).
[[nodiscard]] bool is_bodiless(int status);

}  // namespace net
