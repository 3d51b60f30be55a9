#include <algorithm>

#include <accounts/account.h>
#include <accounts/origin_check.h>

namespace accounts {
namespace {

// "HOST[:PORT]" in lower case, without a default port; empty when `origin` is no http(s) origin.
std::string host_of_origin(std::string_view origin) {
  const std::string lower = normalized(origin);
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (lower.starts_with(scheme)) return lower.substr(scheme.size());
  }
  return {};
}

// Behind a proxy that ends TLS the scheme is not known, and so neither which port is the default.
std::string without_default_port(std::string host) {
  for (const std::string_view port : {":80", ":443"}) {
    if (host.ends_with(port)) host.resize(host.size() - port.size());
  }
  return host;
}

bool is_listed(std::string_view origin, const std::vector<std::string>& allowed) {
  return std::ranges::any_of(
      allowed, [&](const std::string& one) { return one == "*" || normalized(one) == normalized(origin); });
}

bool is_own(std::string_view origin, std::string_view host) {
  const std::string named = without_default_port(host_of_origin(origin));
  return !named.empty() && named == without_default_port(normalized(host));
}

}  // namespace

bool is_same_site(const RequestOrigin& request, const std::vector<std::string>& allowed) {
  const bool crosses = normalized(request.sec_fetch_site) == "cross-site";
  if (request.origin.empty()) return !crosses;
  if (is_listed(request.origin, allowed)) return true;
  return !crosses && is_own(request.origin, request.host);
}

}  // namespace accounts
