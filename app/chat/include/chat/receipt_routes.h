// GET /api/receipts: what became of every coin of an account, for its owner to read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <base/result.h>
#include <net/exchange.h>
#include <net/router.h>
#include <runtime/task.h>
#include <store/database.h>

namespace chat {

// The account of a request by its session cookie; an Error when that could not be looked up.
using AccountOf =
    std::function<runtime::Task<base::Result<std::optional<std::int64_t>>>(const net::Request&)>;

// {"receipts":[{"id","tier","kind","amount","balance_after","at","question_id","question","conversation_id",
// "rule","explanation","who"}],"next"}, newest first, as docs/protocol.md has it. `?limit=` is 1 to 200, else
// 50; `?before=` is the `next` of an earlier answer. Answers 401 `not_logged_in` without a session and 400
// `invalid_parameter`. `database` outlives the router.
void add_receipt_routes(net::Router& router, store::Database& database, AccountOf account_of);

}  // namespace chat
