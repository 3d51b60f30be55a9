// What the routes of this part refuse alike, and how they answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <net/exchange.h>

#include <accounts/accounts.h>

namespace accounts {

// kCrossSite, when the request comes from another site's page that is not among `allowed_origins`.
[[nodiscard]] std::optional<base::Error> cross_site(const net::Request& request,
                                                    const std::vector<std::string>& allowed_origins);

// As error_response, with the time to wait.
[[nodiscard]] net::Response refusal_response(const Refusal& refusal);

// A peer that has gone away needs no answer.
runtime::Task<> respond(net::Exchange& exchange, net::Response response);

}  // namespace accounts
