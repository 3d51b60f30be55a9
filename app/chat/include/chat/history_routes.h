// GET /api/conversations and /api/conversations/{id}: what a page shows again after a reload.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <net/exchange.h>
#include <net/router.h>
#include <runtime/task.h>
#include <store/database.h>

namespace chat {

// The account of a request by its session cookie; an Error when that could not be looked up.
using AccountOf =
    std::function<runtime::Task<base::Result<std::optional<std::int64_t>>>(const net::Request&)>;

// {"conversations":[{"id","title","updated_at"}]} with the newest first and `updated_at` in seconds since
// 1970, and
// {"id","turns":[{"answer_id","content","selected_coin","answer":{"text","state","reason","charged","refunded"}}]}
// with state "running", "done" or "failed". Both answer 401 `not_logged_in` without a session; the second 404
// `not_found` for a conversation that is not the account's own. `database` outlives the router.
void add_history_routes(net::Router& router, store::Database& database, AccountOf account_of);

}  // namespace chat
