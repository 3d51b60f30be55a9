// The whole schema: every part's migrations in one list.
#pragma once

#include <memory>
#include <vector>

#include <base/result.h>
#include <store/database.h>
#include <store/migrations.h>

#include <server/settings.h>

namespace server {

[[nodiscard]] std::vector<store::Migration> all_migrations();

// Opens the settings' database; nothing in it is changed yet. Errors: those of store::Database::open.
[[nodiscard]] base::Result<std::unique_ptr<store::Database>> open_database(const Settings& settings,
                                                                           bool create);

// Gives every tier's starting coins to a new account, in the transaction that makes it.
[[nodiscard]] base::Result<> grant_starting_coins(store::Transaction& tx, std::int64_t account_id,
                                                  const tutor::TierProfiles& tiers);

}  // namespace server
