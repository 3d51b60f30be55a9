#include <algorithm>

#include <base/encodings.h>
#include <net/router.h>

namespace net {

namespace {

std::string json_string(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20) {
      quoted += "\\u00";
      quoted += kDigits[byte >> 4U];
      quoted += kDigits[byte & 0xFU];
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

bool is_variable(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

bool has_variable(std::string_view pattern) {
  return pattern.contains("/{");
}

// Takes the first segment off a path that begins with '/'.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool matches(std::string_view pattern, std::string_view path) {
  if (!has_variable(pattern)) return pattern == path;
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view found = take_segment(path);
    if (is_variable(expected) ? found.empty() : expected != found) return false;
  }
  return pattern.empty() && path.empty();
}

}  // namespace

void Router::handle(std::string method, std::string path, Handler handler) {
  // Whole paths stand before patterns, so that "/a/new" wins over "/a/{name}".
  const auto place =
      has_variable(path)
          ? routes_.end()
          : std::ranges::find_if(routes_, [](const Route& route) { return has_variable(route.path); });
  routes_.insert(place, Route{std::move(method), std::move(path), std::move(handler)});
}

void Router::handle_prefix(std::string prefix, Handler handler) {
  const auto place =
      std::ranges::find_if(prefixes_, [&](const Route& route) { return route.path.size() < prefix.size(); });
  prefixes_.insert(place, Route{"", std::move(prefix), std::move(handler)});
}

runtime::Task<> Router::operator()(Exchange& exchange) const {
  const Request& request = exchange.request();
  const Route* for_head = nullptr;
  std::string allowed;
  for (const Route& route : routes_) {
    if (!matches(route.path, request.path)) continue;
    if (route.method == request.method) {
      co_await route.handler(exchange);
      co_return;
    }
    if (request.method == "HEAD" && route.method == "GET" && for_head == nullptr) for_head = &route;
    if (!allowed.empty()) allowed += ", ";
    allowed += route.method;
  }
  if (for_head != nullptr) {
    co_await for_head->handler(exchange);
    co_return;
  }
  if (!allowed.empty()) {
    Response refusal = error_response(405, "method_not_allowed", "This address does not take that method.");
    refusal.headers.add("Allow", std::move(allowed));
    (void)co_await exchange.respond(std::move(refusal));
    co_return;
  }
  for (const Route& route : prefixes_) {
    if (!request.path.starts_with(route.path)) continue;
    co_await route.handler(exchange);
    co_return;
  }
  Response unknown = error_response(404, "not_found", "There is nothing at this address.");
  (void)co_await exchange.respond(std::move(unknown));
}

std::string path_segment(std::string_view path, std::size_t index) {
  std::string_view segment;
  for (std::size_t at = 0; at <= index; ++at) {
    if (!path.starts_with('/')) return {};
    segment = take_segment(path);
  }
  return base::percent_decode(segment, false).value_or(std::string());
}

std::string last_segment(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path = path.substr(slash + 1);
  return base::percent_decode(path, false).value_or(std::string());
}

Response error_response(int status, std::string_view code, std::string_view message) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = R"({"error":{"code":)" + json_string(code) + R"(,"message":)" + json_string(message) + "}}";
  return response;
}

}  // namespace net
