// Finds the account that a command names.
#pragma once

#include <string>
#include <string_view>

#include <base/result.h>
#include <store/database.h>

#include <accounts/account.h>

namespace server {

inline constexpr base::ErrorCode kNoSuchUser = "no_such_user";

[[nodiscard]] base::Error no_such_user(std::string_view name);

// Without regard to case. Errors: kNoSuchUser, those of the database.
[[nodiscard]] base::Result<accounts::Account> find_account(store::Database& database,
                                                           const std::string& name);

}  // namespace server
