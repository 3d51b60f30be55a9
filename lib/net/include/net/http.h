// HTTP messages as plain values, free of any library's types.
#pragma once

#include <any>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <base/error.h>

namespace net {

// Names compare without regard to case (RFC 9110, section 5.1); order and repetition are kept.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  // The first field of that name, or an empty view.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  // The last: of a list that grows to the right, what the nearest proxy wrote.
  [[nodiscard]] std::string_view get_last(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  void add(std::string name, std::string value);
  // So many will be added, or about so many.
  void reserve(std::size_t fields) { fields_.reserve(fields); }
  // Replaces all fields of that name.
  void set(std::string name, std::string value);

  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// A request's head. The body is read through the Exchange.
struct Request {
  std::string method{};  // as sent: "GET"
  std::string target{};  // as sent: "/a%20b?x=1"
  std::string path{};    // before '?', not decoded
  std::string query{};   // after '?', not decoded; empty without one
  Headers headers{};
  std::string remote_address{};  // of the peer, numeric, without port
  // What a handler has found out for the one that it leaves the request to: see Exchange::annotate.
  std::any note{};
  bool is_upgrade = false;  // a WebSocket handshake (RFC 6455, section 4.1)
};

struct Response {
  int status = 200;
  Headers headers{};  // Content-Length and Connection are added when it is written
  std::string body{};
  // When set, this is the body instead: bytes that outlive the program's service, such as an embedded file.
  std::string_view static_body{};
};

// The value of `name` in a query or form body, decoded; an empty string when it is not there.
[[nodiscard]] std::string query_value(std::string_view query, std::string_view name);

// The value of a cookie in a Cookie header (RFC 6265, section 5.4), or an empty view.
[[nodiscard]] std::string_view cookie_value(std::string_view cookie_header, std::string_view name);

// The standard reason phrase, "OK" for 200.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace net
