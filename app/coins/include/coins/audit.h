// Recomputes the ledger from its entries and compares it with what the other tables say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <store/transaction.h>

namespace coins {

// What was checked; when there is a drift, up to there.
struct Audit {
  std::int64_t entries = 0;
  std::int64_t balances = 0;           // pairs of account and tier
  std::int64_t reservations = 0;       // ever
  std::int64_t open_reservations = 0;  // being answered now, or left by a crash
  std::int64_t guards = 0;             // triggers and indexes by which the database itself refuses damage
  // The first thing that does not add up, as a sentence with its account, tier and question or entry, what is
  // there and what should be.
  std::optional<std::string> drift;
};

// Checks, and stops at the first that does not hold:
// - the entries, oldest first: each follows its purse's last one (digest, time, balance, never below zero),
// its amount and
//   rule fit its kind, and it belongs to a reservation in the state that it says, reserved before it is
//   closed, each once;
// - the balances: each is what its entries add up to, and ends with the newest of them;
// - the reservations: each has its entries;
// - the guards: they are there and switched on.
// Reads everything, in memory that grows with the number of purses and open questions alone. Errors leave as
// exceptions.
[[nodiscard]] Audit verify(store::Transaction& tx);

}  // namespace coins
