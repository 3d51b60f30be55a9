// The HTTP calls under /api/conversations, as docs/protocol.md has them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <base/result.h>
#include <net/exchange.h>
#include <net/router.h>
#include <runtime/task.h>
#include <store/database.h>

namespace conversations {

// The account of a request by its session cookie; an Error when that could not be looked up.
using AccountOf =
    std::function<runtime::Task<base::Result<std::optional<std::int64_t>>>(const net::Request&)>;

struct RoutesOptions {
  AccountOf account_of;
  std::vector<std::string> allowed_origins;  // see accounts/origin_check.h
  // Called on the loop after a conversation of the account was renamed, deleted or restored.
  std::function<void(std::int64_t account)> on_changed;
};

// `database` outlives the router's last request.
void add_routes(net::Router& router, store::Database& database, RoutesOptions options);

}  // namespace conversations
