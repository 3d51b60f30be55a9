#include "route_answers.h"

#include <utility>

#include <accounts/auth_routes.h>
#include <accounts/origin_check.h>

namespace accounts {

std::optional<base::Error> cross_site(const net::Request& request,
                                      const std::vector<std::string>& allowed_origins) {
  const net::Headers& headers = request.headers;
  if (is_same_site({.origin = headers.get("Origin"),
                    .host = headers.get("Host"),
                    .sec_fetch_site = headers.get("Sec-Fetch-Site")},
                   allowed_origins))
    return std::nullopt;
  return base::Error{kCrossSite,
                     "This request comes from another site's page; that site is not allowed to make it."};
}

net::Response refusal_response(const Refusal& refusal) {
  net::Response response = error_response(refusal.error);
  if (refusal.retry_after) response.headers.set("Retry-After", std::to_string(refusal.retry_after->count()));
  return response;
}

runtime::Task<> respond(net::Exchange& exchange, net::Response response) {
  static_cast<void>(co_await exchange.respond(std::move(response)));
}

}  // namespace accounts
