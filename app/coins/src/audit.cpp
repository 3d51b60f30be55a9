#include <array>
#include <limits>
#include <tuple>
#include <utility>

#include <coins/audit.h>

#include "replay.h"

namespace coins {
namespace {

using Drift = std::optional<std::string>;

constexpr int kRowsAtOnce = 2000;

using EntryRow =
    std::tuple<std::int64_t, std::int64_t, std::string, std::string, std::string, std::int64_t,
               std::optional<std::string>, std::string, std::string, std::int64_t, std::int64_t, std::string,
               std::optional<std::int64_t>, std::int64_t, std::optional<std::string>,
               std::optional<std::int64_t>, std::optional<std::string>, std::optional<std::string>>;

template <class... Columns>
std::vector<std::tuple<Columns...>> rows_after(store::Transaction& tx, std::int64_t id,
                                               std::tuple<Columns...>* /*columns*/) {
  return tx.all<Columns...>(
      "SELECT e.id, e.account_id, e.tier, e.kind, e.rule, e.amount, e.question_id, e.who, e.reason, "
      "e.balance_after, e.created_at, e.digest, e.previous, e.milestone, r.question_id, r.account_id, "
      "r.tier, r.state "
      "FROM coin_entries e LEFT JOIN coin_reservations r ON r.number = e.reservation "
      "WHERE e.id > :id ORDER BY e.id LIMIT :most",
      id, kRowsAtOnce);
}

// A page at a time: PostgreSQL sends all of a result at once.
Drift check_entries(store::Transaction& tx, Replay& replay, Audit& audit) {
  std::int64_t last_id = std::numeric_limits<std::int64_t>::min();
  while (true) {
    auto rows = rows_after(tx, last_id, static_cast<EntryRow*>(nullptr));
    if (rows.empty()) return replay.finish();
    for (EntryRow& row : rows) {
      const auto entry = std::make_from_tuple<ReplayedEntry>(std::move(row));
      last_id = entry.id;
      ++audit.entries;
      if (auto drift = replay.next(entry)) return drift;
    }
  }
}

Drift check_balances(store::Transaction& tx, const Replay& replay, Audit& audit) {
  auto missing = replay.ends();
  Drift drift;
  tx.each<std::int64_t, std::string, std::int64_t, std::string, std::int64_t>(
      "SELECT account_id, tier, balance, head, newest FROM coin_balances ORDER BY account_id, tier",
      [&](const auto& row) {
        const auto& [account, tier, balance, head, newest] = row;
        ++audit.balances;
        const PurseId purse{account, tier};
        const auto known = replay.ends().find(purse);
        const Replay::End end = known == replay.ends().end() ? Replay::End{} : known->second;
        missing.erase(purse);
        if (drift) return;
        if (balance != end.balance) {
          drift = owner(purse) + ": the balance is " + std::to_string(balance) + "; the entries add up to " +
                  std::to_string(end.balance) + ".";
        } else if (head != end.head) {
          drift = owner(purse) + ": the balance follows an entry with the digest " + head +
                  "; the newest entry has " + end.head + ".";
        } else if (newest != end.entry) {
          drift = owner(purse) + ": the balance follows entry " + std::to_string(newest) +
                  "; the newest one is entry " + std::to_string(end.entry) + ".";
        }
      });
  if (!drift && !missing.empty())
    drift = owner(missing.begin()->first) + ": there are entries, but no balance.";
  return drift;
}

Drift check_reservations(store::Transaction& tx, const Replay& replay, Audit& audit) {
  const auto counts = tx.first<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
      "SELECT count(*), count(CASE WHEN state = 'open' THEN 1 END), "
      "count(CASE WHEN state = 'settled' THEN 1 END), count(CASE WHEN state = 'refunded' THEN 1 END) "
      "FROM coin_reservations");
  const auto& [all, open, settled, refunded] = counts.value();
  audit.reservations = all;
  audit.open_reservations = open;
  // Every entry has been found to have its reservation, so that equal numbers mean that each has its entries.
  const auto& [entries_reserved, entries_settled, entries_refunded] = replay.counts();
  if (all == entries_reserved && settled == entries_settled && refunded == entries_refunded)
    return std::nullopt;
  const auto without = tx.first<std::string, std::int64_t, std::string, std::string>(
      "SELECT r.question_id, r.account_id, r.tier, r.state FROM coin_reservations r WHERE NOT EXISTS "
      "(SELECT 1 FROM coin_entries e WHERE e.reservation = r.number) ORDER BY r.number LIMIT 1");
  if (!without) {
    return "there are " + std::to_string(all) + " reservations (" + std::to_string(settled) + " settled, " +
           std::to_string(refunded) + " refunded) for " + std::to_string(entries_reserved) +
           " reserve entries (" + std::to_string(entries_settled) + " settle, " +
           std::to_string(entries_refunded) + " refund).";
  }
  const auto& [question, account, tier, state] = *without;
  return owner({account, tier}) + ": question " + question + " is " + state + ", but has no entries.";
}

struct Guard {
  std::string_view table;
  std::string_view name;
  // What its definition says; "": this database has no such guard.
  std::string_view on_sqlite;
  std::string_view on_postgresql;
};

constexpr std::array kGuards{
    Guard{"coin_entries", "coin_entries_no_update", "BEFORE UPDATE ON coin_entries\nBEGIN SELECT RAISE(ABORT",
          ""},
    Guard{"coin_entries", "coin_entries_no_delete", "BEFORE DELETE ON coin_entries\nBEGIN SELECT RAISE(ABORT",
          ""},
    Guard{"coin_entries", "coin_entries_no_change", "", "EXECUTE FUNCTION coin_entries_stay()"},
    Guard{"coin_entries", "coin_entries_no_truncate", "", "EXECUTE FUNCTION coin_entries_stay()"},
    Guard{"coin_entries", "coin_entries_reservation", "CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX"},
};

Drift check_guards(store::Transaction& tx, Audit& audit) {
  for (const Guard& guard : kGuards) {
    const std::string_view expected = tx.own_text(guard.on_sqlite, guard.on_postgresql);
    if (expected.empty()) continue;
    ++audit.guards;
    const auto definition = tx.definition_of(guard.table, guard.name);
    const std::string name = std::string(guard.name) + " of the table " + std::string(guard.table);
    if (!definition)
      return "the database does not protect its entries: " + name + " is missing, or switched off.";
    if (!definition->contains(expected))
      return "the database does not protect its entries: " + name + " is another one (" + *definition + ").";
  }
  return std::nullopt;
}

}  // namespace

Audit verify(store::Transaction& tx) {
  Audit audit;
  Replay replay;
  audit.drift = check_entries(tx, replay, audit);
  if (!audit.drift) audit.drift = check_balances(tx, replay, audit);
  if (!audit.drift) audit.drift = check_reservations(tx, replay, audit);
  if (!audit.drift) audit.drift = check_guards(tx, audit);
  return audit;
}

}  // namespace coins
