// `ailab ledger verify`: recomputes the ledger.
#pragma once

#include <string>

#include <coins/audit.h>

#include "command.h"

namespace server {

inline constexpr base::ErrorCode kLedgerDrift = "ledger_drift";

// What the ledger says of itself, and whether the answers say the same of their coins.
struct LedgerAudit : coins::Audit {
  std::int64_t answers = 0;
};

// Reads everything, as it is at one moment. Errors: those of the database.
[[nodiscard]] base::Result<LedgerAudit> audit(store::Database& database);
// "checked 3 entries, …", and the same for programs.
[[nodiscard]] std::string audit_text(const LedgerAudit& audit);
[[nodiscard]] boost::json::object audit_json(const LedgerAudit& audit);

// Prints what was checked; the exit code is 1 if something does not add up.
int verify_ledger(const Invocation& invocation);

}  // namespace server
