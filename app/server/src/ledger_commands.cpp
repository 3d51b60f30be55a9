#include "ledger_commands.h"

#include <fmt/format.h>

#include <tutor/answers_audit.h>

namespace server {

base::Result<LedgerAudit> audit(store::Database& database) {
  return database.read_now([](store::Transaction& tx) -> base::Result<LedgerAudit> {
    LedgerAudit audit{coins::verify(tx)};
    if (audit.drift) return audit;
    const tutor::AnswersAudit answers = tutor::verify_answers(tx);
    audit.answers = answers.answers;
    audit.drift = answers.drift;
    return audit;
  });
}

std::string audit_text(const LedgerAudit& audit) {
  return fmt::format("checked {} entries, {} balances, {} reservations ({} open) and {} answers.",
                     audit.entries, audit.balances, audit.reservations, audit.open_reservations,
                     audit.answers);
}

boost::json::object audit_json(const LedgerAudit& audit) {
  return {{"ok", !audit.drift},
          {"entries", audit.entries},
          {"balances", audit.balances},
          {"reservations", audit.reservations},
          {"open_reservations", audit.open_reservations},
          {"answers", audit.answers},
          {"guards", audit.guards}};
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
