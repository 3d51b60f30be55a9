#include <algorithm>
#include <cctype>

#include <engineio/origin_policy.h>

namespace engineio {
namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view without_port(std::string_view authority, std::string_view port) {
  if (authority.ends_with(port)) authority.remove_suffix(port.size());
  return authority;
}

// Whether the page came from this server: "https://lab.example" and "lab.example". The scheme is not known
// here, since TLS may end at a proxy; a browser leaves out the default port in both.
bool is_own_host(std::string_view origin, std::string_view host) {
  const std::size_t scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos || host.empty()) return false;
  const bool tls = equal_ignoring_case(origin.substr(0, scheme_end), "https");
  const std::string_view port = tls ? ":443" : ":80";
  return equal_ignoring_case(without_port(origin.substr(scheme_end + 3), port), without_port(host, port));
}

}  // namespace

OriginPolicy::OriginPolicy(std::vector<std::string> allowed, bool credentials, bool refuse_others)
    : allowed_(std::move(allowed)),
      anyone_(std::ranges::find(allowed_, "*") != allowed_.end()),
      credentials_(credentials),
      refuse_others_(refuse_others) {}

bool OriginPolicy::lists(std::string_view origin) const {
  return std::ranges::any_of(allowed_, [&](const auto& one) { return equal_ignoring_case(one, origin); });
}

bool OriginPolicy::admits(std::string_view origin, std::string_view host) const {
  return !refuse_others_ || origin.empty() || anyone_ || lists(origin) || is_own_host(origin, host);
}

OriginPolicy::HeaderList OriginPolicy::headers(std::string_view origin) const {
  HeaderList list;
  if (allowed_.empty()) return list;
  // With credentials "*" is not accepted by browsers: the origin itself is named.
  if (anyone_ && !credentials_) {
    list.emplace_back("Access-Control-Allow-Origin", "*");
  } else {
    if (!origin.empty() && (anyone_ || lists(origin))) {
      list.emplace_back("Access-Control-Allow-Origin", std::string(origin));
    }
    list.emplace_back("Vary", "Origin");
  }
  if (credentials_) list.emplace_back("Access-Control-Allow-Credentials", "true");
  return list;
}

OriginPolicy::HeaderList OriginPolicy::preflight_headers(std::string_view origin,
                                                         std::string_view requested) const {
  HeaderList list = headers(origin);
  list.emplace_back("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
  if (!requested.empty()) {
    list.emplace_back("Vary", "Access-Control-Request-Headers");
    list.emplace_back("Access-Control-Allow-Headers", std::string(requested));
  }
  return list;
}

}  // namespace engineio
