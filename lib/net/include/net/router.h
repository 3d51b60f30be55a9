// Finds the handler of a request by method and path.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <net/exchange.h>

namespace net {

// Filled at start, then only read. An unknown path is answered 404, a known path with another method 405 with
// Allow, both as JSON {"error":{"code","message"}}. HEAD is served by GET's handler when there is none of its
// own.
class Router {
 public:
  // `path` is compared whole; a segment "{name}" matches one non-empty segment, found again by
  // `path_segment` or `last_segment`.
  void handle(std::string method, std::string path, Handler handler);
  // Every method and every path that starts with `prefix`; exact routes win, then the longest prefix.
  void handle_prefix(std::string prefix, Handler handler);

  // The handler of the whole router, for HttpServer.
  runtime::Task<> operator()(Exchange& exchange) const;

 private:
  struct Route {
    std::string method;
    std::string path;
    Handler handler;
  };
  std::vector<Route> routes_;
  std::vector<Route> prefixes_;
};

// The segment of a path with that index, from 0, percent-decoded; empty when there is none, or when it cannot
// be decoded: "/a/b" has "a" and "b".
[[nodiscard]] std::string path_segment(std::string_view path, std::size_t index);

// The last segment of a path, percent-decoded.
[[nodiscard]] std::string last_segment(std::string_view path);

// A JSON answer with the given status: {"error":{"code":…,"message":…}}.
[[nodiscard]] Response error_response(int status, std::string_view code, std::string_view message);

}  // namespace net
