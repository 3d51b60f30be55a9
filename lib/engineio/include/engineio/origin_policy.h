// Which origins may use the server, and the CORS headers that tell the browser so (Fetch standard,
// section 3.2).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engineio {

// See OriginOptions in options.h for the meaning of the members.
class OriginPolicy {
 public:
  using HeaderList = std::vector<std::pair<std::string, std::string>>;

  OriginPolicy(std::vector<std::string> allowed, bool credentials, bool refuse_others);

  // Whether a request may be served. `origin` and `host` are header values, empty when absent.
  [[nodiscard]] bool admits(std::string_view origin, std::string_view host) const;
  // Whether any page from elsewhere is let in, so that preflights are answered.
  [[nodiscard]] bool uses_cors() const { return !allowed_.empty(); }
  // What every answer carries.
  [[nodiscard]] HeaderList headers(std::string_view origin) const;
  // What a 204 to a preflight carries besides; `requested` is Access-Control-Request-Headers.
  [[nodiscard]] HeaderList preflight_headers(std::string_view origin, std::string_view requested) const;

 private:
  [[nodiscard]] bool lists(std::string_view origin) const;

  std::vector<std::string> allowed_;
  bool anyone_;
  bool credentials_;
  bool refuse_others_;
};

}  // namespace engineio
