// Whether a request that changes something comes from a page of this site. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accounts {

// As a browser sends the headers Origin, Host and Sec-Fetch-Site; each is empty when it was not sent.
struct RequestOrigin {
  std::string_view origin;
  std::string_view host;
  std::string_view sec_fetch_site;
};

// Clients that are no browsers send neither Origin nor Sec-Fetch-Site and pass: they bring no cookie that a
// stranger's page could use. An Origin must name the server's own host and port (http or https: a proxy may
// have ended TLS), or be one of `allowed` ("https://lab.example.org"; "*" allows every one). "null" never
// passes, save with "*". Sec-Fetch-Site: cross-site passes only with an Origin that is allowed.
[[nodiscard]] bool is_same_site(const RequestOrigin& request, const std::vector<std::string>& allowed);

}  // namespace accounts
