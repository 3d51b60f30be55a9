#include "user_commands.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <accounts/password.h>
#include <accounts/records.h>
#include <chat/events.h>

#include "account_lookup.h"
#include "local_time.h"
#include "password_prompt.h"
#include "schema.h"

namespace server {
namespace {

struct Listed {
  accounts::Account account;
  coins::Balances balances;
};

boost::json::object account_json(const accounts::Account& account) {
  return {{"username", account.username},
          {"role", accounts::role_name(account.role)},
          {"created_at", account.created_at / 1000}};
}

// Asks for a password that the rules of registration let pass, and hashes it.
base::Result<std::string> new_password_hash(const Settings& settings, const std::string& username) {
  const auto password = read_new_password(username);
  if (!password) return password;
  if (const auto valid = accounts::check_password(*password, username); !valid)
    return base::fail(valid.error());
  accounts::PasswordCost cost;
  cost.memory_bytes = settings.password_memory_mib * 1024 * 1024;
  return accounts::hash_password(*password, cost);
}

base::Result<Listed> add(store::Database& database, const Settings& settings, const std::string& name,
                         accounts::Role role) {
  if (const auto valid = accounts::check_username(name); !valid) return base::fail(valid.error());
  const base::Error taken{accounts::kUsernameTaken,
                          fmt::format("There is an account {} already; choose another name.", name)};
  const auto known = database.read_now([&](store::Transaction& tx) -> base::Result<bool> {
    return accounts::find_account(tx, name).has_value();
  });
  if (!known) return base::fail(known.error());
  if (*known) return base::fail(taken);
  const auto hash = new_password_hash(settings, name);
  if (!hash) return base::fail(hash.error());
  return database.write_now([&](store::Transaction& tx) -> base::Result<Listed> {
    auto account = accounts::insert_account(tx, name, *hash, role);
    if (!account) return base::fail(taken);
    if (auto granted = grant_starting_coins(tx, account->id, settings.tiers); !granted)
      return base::fail(granted.error());
    const coins::Balances balances = coins::balances(tx, account->id);
    return Listed{*std::move(account), balances};
  });
}

struct PasswordChange {
  std::string username;
  std::size_t sessions_ended = 0;
};

base::Result<PasswordChange> change(store::Database& database, const Settings& settings,
                                    const std::string& name) {
  const auto account = find_account(database, name);
  if (!account) return base::fail(account.error());
  const auto hash = new_password_hash(settings, account->username);
  if (!hash) return base::fail(hash.error());
  return database.write_now([&](store::Transaction& tx) -> base::Result<PasswordChange> {
    if (!accounts::set_password_hash(tx, account->id, *hash)) return base::fail(no_such_user(name));
    return PasswordChange{account->username, accounts::end_all_sessions(tx, account->id).size()};
  });
}

std::string table(const std::vector<Listed>& users) {
  if (users.empty()) return "There are no accounts yet; `ailab user add NAME` makes one.\n";
  std::size_t width = 4;
  for (const Listed& user : users) width = std::max(width, user.account.username.size());
  std::string text = fmt::format("{:{}}  {:10}  {:>7}  {:>7}  {:>7}  {}\n", "NAME", width, "ROLE", "GOLD",
                                 "SILVER", "COPPER", "SINCE");
  for (const auto& [account, balances] : users) {
    text += fmt::format("{:{}}  {:10}  {:>7}  {:>7}  {:>7}  {}\n", account.username, width,
                        accounts::role_name(account.role), balances.gold, balances.silver, balances.copper,
                        local_time(account.created_at));
  }
  return text;
}

}  // namespace

int add_user(const Invocation& invocation, const std::string& name, const std::string& role) {
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto known_role = accounts::role_from_name(role);
  if (!known_role) {
    return refuse(
        invocation,
        {kWrongUsage, fmt::format("There is no role \"{}\"; give student, instructor or admin.", role)});
  }
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  const auto added = add(**database, *settings, name, *known_role);
  if (!added) return refuse(invocation, added.error());
  const auto& [account, balances] = *added;
  return answer(invocation,
                fmt::format("Made the account {} ({}), with {} gold, {} silver and {} copper.\n",
                            account.username, role, balances.gold, balances.silver, balances.copper),
                {{"user", account_json(account)}, {"balances", chat::balances_json(balances)}});
}

int list_users(const Invocation& invocation) {
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  const auto users = (*database)->read_now([](store::Transaction& tx) -> base::Result<std::vector<Listed>> {
    std::vector<Listed> all;
    for (accounts::Account& account : accounts::all_accounts(tx)) {
      const coins::Balances balances = coins::balances(tx, account.id);
      all.push_back({std::move(account), balances});
    }
    return all;
  });
  if (!users) return refuse(invocation, users.error());
  boost::json::array array;
  for (const auto& [account, balances] : *users) {
    boost::json::object user = account_json(account);
    user["balances"] = chat::balances_json(balances);
    array.push_back(std::move(user));
  }
  return answer(invocation, table(*users), {{"users", std::move(array)}});
}

int change_password(const Invocation& invocation, const std::string& name) {
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  const auto changed = change(**database, *settings, name);
  if (!changed) return refuse(invocation, changed.error());
  return answer(invocation,
                fmt::format("Changed the password of {}; {} login session(s) ended.\n", changed->username,
                            changed->sessions_ended),
                {{"username", changed->username}, {"sessions_ended", changed->sessions_ended}});
}

}  // namespace server
