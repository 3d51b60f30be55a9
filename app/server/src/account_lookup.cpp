#include "account_lookup.h"

#include <accounts/records.h>

namespace server {

base::Error no_such_user(std::string_view name) {
  return {kNoSuchUser, "There is no account \"" + std::string(name) + "\"; `ailab user list` shows all."};
}

base::Result<accounts::Account> find_account(store::Database& database, const std::string& name) {
  return database.read_now([&](store::Transaction& tx) -> base::Result<accounts::Account> {
    auto found = accounts::find_account(tx, name);
    if (!found) return base::fail(no_such_user(name));
    return found->account;
  });
}

}  // namespace server
