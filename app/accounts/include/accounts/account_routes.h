// What somebody does with the own account: POST /api/account/password, /api/account/sessions…, DELETE
// /api/account.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <net/router.h>
#include <runtime/task.h>

#include <accounts/accounts.h>

namespace accounts {

struct AccountRoutesOptions {
  std::vector<std::string> allowed_origins;  // see origin_check.h
  bool trust_forwarded = false;  // X-Forwarded-Proto and X-Forwarded-For come from a proxy of ours
  // Called on the loop for each session that has ended, so that its sockets are closed; for the caller's own
  // once the answer is sent.
  std::function<void(std::string_view session_id)> on_session_ended;
  // Ends what the account has running, before it is deleted. After an error it is not.
  std::function<runtime::Task<base::Result<>>(std::int64_t account)> before_deletion;
  // Called on the loop after that.
  std::function<void(std::int64_t account)> on_deleted;
};

// Adds the routes, as docs/protocol.md has them. `accounts` outlives the router's last request.
void add_account_routes(net::Router& router, Accounts& accounts, AccountRoutesOptions options);

}  // namespace accounts
