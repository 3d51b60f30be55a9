#include "ledger_commands.h"

#include <fmt/format.h>

namespace server {

base::Result<coins::Audit> audit(store::Database& database) {
  return database.read_now(
      [](store::Transaction& tx) -> base::Result<coins::Audit> { return coins::verify(tx); });
}

std::string audit_text(const coins::Audit& audit) {
  return fmt::format("checked {} entries, {} balances and {} reservations ({} open).", audit.entries,
                     audit.balances, audit.reservations, audit.open_reservations);
}

boost::json::object audit_json(const coins::Audit& audit) {
  return {{"ok", !audit.drift},
          {"entries", audit.entries},
          {"balances", audit.balances},
          {"reservations", audit.reservations},
          {"open_reservations", audit.open_reservations}};
}

int verify_ledger(const Invocation& invocation) {
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  const auto audited = audit(**database);
  if (!audited) return refuse(invocation, audited.error());
  const std::string checked = "ailab: " + audit_text(*audited) + "\n";
  if (audited->drift) {
    if (!invocation.json) answer(invocation, checked, {});
    return refuse(invocation, {kLedgerDrift, fmt::format("the ledger does not add up: {}", *audited->drift)},
                  audit_json(*audited));
  }
  return answer(invocation, checked + "ailab: the ledger adds up.\n", audit_json(*audited));
}

}  // namespace server
