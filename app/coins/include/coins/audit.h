// Recomputes the ledger from its entries and compares it with what the other tables say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <store/transaction.h>

namespace coins {

struct Audit {
  std::int64_t entries = 0;
  std::int64_t balances = 0;           // pairs of account and tier
  std::int64_t reservations = 0;       // ever
  std::int64_t open_reservations = 0;  // being answered now, or left by a crash
  // The first thing that does not add up, as a sentence with its account, tier and question or entry.
  std::optional<std::string> drift;
};

// Checks that each account and tier's entries add up to its balance step by step, never below zero, and that
// each reservation has one reserve entry and the closing entry of its state. Reads everything; errors leave
// as exceptions.
[[nodiscard]] Audit verify(store::Transaction& tx);

}  // namespace coins
