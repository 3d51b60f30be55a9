// What the page and the operator's tools ask: /api/me, /api/config, /healthz, /readyz, /metrics.
#pragma once

#include <functional>
#include <string>

#include <base/result.h>
#include <net/router.h>
#include <store/database.h>

#include <accounts/accounts.h>
#include <server/settings.h>

namespace server {

// The JSON text that tells an account about itself: {"username","role","balances"}.
runtime::Task<base::Result<std::string>> describe_account(store::Database& database,
                                                          accounts::Account account);

// `ready` says why the server cannot take questions, or is empty. All references outlive the router.
void add_api_routes(net::Router& router, const Settings& settings, accounts::Accounts& accounts,
                    store::Database& database, std::function<std::string()> not_ready_because,
                    std::function<runtime::Task<std::string>()> metrics);

}  // namespace server
