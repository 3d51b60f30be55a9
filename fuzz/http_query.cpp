// A request from a stranger, up to the question whether Engine.IO serves it: the head however its bytes are
// cut, the target, the query's and the cookies' values, the check.
//
// The input is the request as it comes over the connection. It is also taken as a query, and as a Cookie
// header.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include <base/encodings.h>
#include <base/utf.h>
#include <engineio/request_check.h>
#include <net/http.h>
#include <net/router.h>

#include "receive_buffer.h"
#include "request_parser.h"
#include "require.h"

namespace {

using net::RequestParser;

constexpr std::size_t kMostBytes = 2048;  // more shows nothing new, and each is read a byte at a time
constexpr std::size_t kHeadLimit = 1024;
constexpr std::size_t kBodyLimit = 256;

struct Reading {
  bool has_head = false;
  net::Request request;
  bool has_body = false;
  std::string body;
};

// The request as a connection reads it when its bytes arrive `step` at a time.
Reading read(std::string_view bytes, std::size_t step) {
  Reading reading;
  net::ReceiveBuffer in(kHeadLimit);
  RequestParser parser(kHeadLimit);
  parser.begin(reading.request);
  while (!bytes.empty() && !in.full()) {
    const auto room = in.prepare();
    const std::size_t count = std::min({step, room.size(), bytes.size()});
    std::memcpy(room.data(), bytes.data(), count);
    in.commit(count);
    bytes.remove_prefix(count);
    if (!reading.has_head) {
      const auto progress = parser.parse_head(in);
      if (progress == RequestParser::Progress::kNeedMore) continue;
      if (progress != RequestParser::Progress::kDone) break;
      reading.has_head = true;
    }
    const auto progress = parser.parse_body(in, &reading.body, kBodyLimit);
    reading.has_body = progress == RequestParser::Progress::kDone;
    if (progress != RequestParser::Progress::kNeedMore) break;
  }
  parser.end();
  return reading;
}

void check_cuts(const Reading& whole, const Reading& cut) {
  require(whole.has_head == cut.has_head);
  require(whole.has_body == cut.has_body);
  if (!whole.has_head) return;
  require(whole.request.method == cut.request.method && whole.request.target == cut.request.target);
  require(whole.request.path == cut.request.path && whole.request.query == cut.request.query);
  require(whole.request.headers.fields() == cut.request.headers.fields());
  require(whole.request.is_upgrade == cut.request.is_upgrade);
  require(!whole.has_body || whole.body == cut.body);
}

void check_target(const net::Request& request) {
  require(request.path.find('?') == std::string::npos && !request.path.empty());
  require(request.target.ends_with(request.query));
  require(request.target.find(request.path) != std::string::npos || request.path == "/");
  (void)net::last_segment(request.path);
  (void)net::path_segment(request.path, 2);
}

std::string percent_encode(std::string_view text) {
  const std::string digits = base::hex_encode(text);
  std::string encoded;
  for (std::size_t i = 0; i < digits.size(); i += 2) encoded += "%" + digits.substr(i, 2);
  return encoded;
}

void check_query(std::string_view text) {
  for (const bool plus_is_space : {false, true}) {
    const auto decoded = base::percent_decode(text, plus_is_space);
    require(!decoded || decoded->size() <= text.size());
    require(base::percent_decode(percent_encode(text), plus_is_space) == text);
  }
  require(net::query_value(text, "sid").size() <= text.size());
  // What is asked for is found behind anything that has not the same name.
  const std::string name = std::string(text.substr(0, text.size() / 2)) + "!";
  const std::string query =
      "before&a=b&" + percent_encode(name) + "=" + percent_encode(text) + "&" + percent_encode(name) + "=x";
  require(name == "before!" || name == "a!" || net::query_value(query, name) == text);
}

void check_cookies(std::string_view header) {
  const std::string_view value = net::cookie_value(header, "io");
  require(value.empty() ||
          (value.data() >= header.data() && value.data() + value.size() <= header.data() + header.size()));
  require(value.find(';') == std::string_view::npos);
  const std::string with_ours = "io=ours; " + std::string(header);
  require(net::cookie_value(with_ours, "io") == "ours");
}

void check_refusal(engineio::RequestError error, std::string_view message) {
  if (!base::is_utf8(message)) return;
  const auto body = boost::json::parse(engineio::body_of(error, message));
  require(body.at("code").to_number<int>() == static_cast<int>(error));
  require(body.at("message").get_string() == message);
  require(engineio::raw_refusal(message).ends_with("\r\n\r\n" + std::string(message)));
}

void check_admission(const net::Request& request) {
  using engineio::Transport;
  const std::string transport = net::query_value(request.query, "transport");
  const std::string sid = net::query_value(request.query, "sid");
  const std::string eio = net::query_value(request.query, "EIO");
  const engineio::RequestFacts facts{.method = request.method,
                                     .transport = transport,
                                     .sid = sid,
                                     .eio = eio,
                                     .origin = request.headers.get("Origin"),
                                     .is_upgrade = request.is_upgrade};
  for (const auto session : {std::optional<Transport>(), std::optional(Transport::kPolling),
                             std::optional(Transport::kWebSocket)}) {
    const auto error = engineio::check_request(facts, {}, session);
    if (error) {
      check_refusal(*error, engineio::message_of(*error));
      continue;
    }
    require(transport == "polling" || transport == "websocket");
    require(request.is_upgrade == (transport == "websocket"));
    require(sid.empty() ? request.method == "GET" : session.has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), std::min(size, kMostBytes));
  check_query(text);
  check_cookies(text);
  check_refusal(engineio::RequestError::kForbidden, text);
  const Reading whole = read(text, text.size());
  check_cuts(whole, read(text, 1));
  check_cuts(whole, read(text, 7));
  if (!whole.has_head) return 0;
  check_target(whole.request);
  check_cookies(whole.request.headers.get("Cookie"));
  check_query(whole.request.query);
  check_admission(whole.request);
  return 0;
}
