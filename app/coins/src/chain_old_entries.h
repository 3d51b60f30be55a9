// The part of a migration that SQL cannot say: digests for entries that were made before there were any.
#pragma once

#include <store/transaction.h>

namespace coins {

// Moves all rows of coin_entries_before into coin_entries, chained, in their order and under new ids without
// gaps, and drops the old table. Keeps what each purse ends with in coin_balances.
void chain_old_entries(store::Transaction& tx);

}  // namespace coins
