// permessage-deflate (RFC 7692): what a client offers, and what a server agrees to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net {

// What both sides have agreed on (section 7.1).
struct DeflateParameters {
  int server_window_bits = 15;
  int client_window_bits = 15;
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
};

// The first offer in the value of Sec-WebSocket-Extensions that can be met; nullopt when there is none.
[[nodiscard]] std::optional<DeflateParameters> accept_deflate(std::string_view offers);

// The value of Sec-WebSocket-Extensions that says so.
[[nodiscard]] std::string deflate_answer(const DeflateParameters& agreed);

}  // namespace net
