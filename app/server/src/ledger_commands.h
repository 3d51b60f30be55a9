// `ailab ledger verify`: recomputes the ledger.
#pragma once

#include <string>

#include <coins/audit.h>

#include "command.h"

namespace server {

inline constexpr base::ErrorCode kLedgerDrift = "ledger_drift";

// Reads everything. Errors: those of the database.
[[nodiscard]] base::Result<coins::Audit> audit(store::Database& database);
// "checked 3 entries, …", and the same for programs.
[[nodiscard]] std::string audit_text(const coins::Audit& audit);
[[nodiscard]] boost::json::object audit_json(const coins::Audit& audit);

// Prints what was checked; the exit code is 1 if something does not add up.
int verify_ledger(const Invocation& invocation);

}  // namespace server
