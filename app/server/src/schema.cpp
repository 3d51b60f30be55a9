#include "schema.h"

#include <algorithm>
#include <utility>

#include <store/announcements.h>

#include <accounts/schema.h>
#include <coins/ledger.h>
#include <coins/schema.h>
#include <tutor/records.h>

namespace server {

std::vector<store::Migration> all_migrations() {
  std::vector<store::Migration> all;
  for (const auto part :
       {accounts::migrations(), coins::migrations(), store::announcement_migrations(), tutor::migrations()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  std::ranges::sort(all, {}, &store::Migration::number);
  return all;
}

base::Result<std::unique_ptr<store::Database>> open_database(const Settings& settings, bool create) {
  store::DatabaseOptions options;
  options.create = create;
  return store::Database::open(settings.database, options);
}

base::Result<> grant_starting_coins(store::Transaction& tx, std::int64_t account_id,
                                    const tutor::TierProfiles& tiers) {
  for (const coins::Tier tier : {coins::Tier::kGold, coins::Tier::kSilver, coins::Tier::kCopper}) {
    const std::int64_t count = tiers.of(tier).starting_coins;
    if (count == 0) continue;
    if (auto granted = coins::grant(tx, account_id, tier, count, "system", "starting coins",
                                    coins::Rule::kStartingCoins);
        !granted) {
      return base::fail(granted.error());
    }
  }
  return {};
}

}  // namespace server
