#include "purse.h"

#include <algorithm>
#include <stdexcept>

#include "chain.h"

namespace coins {
namespace {

// As the database will keep it; see store::Transaction.
std::string without_nul(std::string_view text) {
  std::string out(text);
  for (auto at = out.find('\0'); at != std::string::npos; at = out.find('\0', at))
    out.replace(at, 1, "\uFFFD");
  return out;
}

// Every so many entries of a purse are milestones: what a page of a list has to skip at most.
constexpr std::int64_t kMilestoneEvery = 32;

// The id of the next entry, as AUTOINCREMENT will choose it: the balance, which is replaced first, names it.
std::string next_id(const store::Transaction& tx) {
  return std::string(
      tx.own_text("(SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'coin_entries')",
                  "nextval(pg_get_serial_sequence('coin_entries', 'id'))"));
}

// The same id, for the entry itself.
std::string_view chosen_id(const store::Transaction& tx) {
  return tx.own_text("NULL", "currval(pg_get_serial_sequence('coin_entries', 'id'))");
}

// False when the purse is no longer as it was read: another server wrote to it meanwhile. The head is
// compared, so that two writers cannot both take the last coin, nor both follow the same entry.
bool replace(store::Transaction& tx, const Change& change, const Purse& before, const Purse& after) {
  if (!before.exists) {
    return tx.change(
               "INSERT INTO coin_balances (account_id, tier, balance, head, last_at, since_milestone, "
               "newest) "
               "VALUES (:account, :tier, :balance, :head, :at, :since, " +
                   next_id(tx) + ") ON CONFLICT (account_id, tier) DO NOTHING",
               change.account, tier_name(change.tier), after.balance, after.head, after.last_at,
               after.since_milestone) == 1;
  }
  return tx.change(
             "UPDATE coin_balances SET balance = :balance, head = :head, last_at = :at, "
             "since_milestone = :since, newest = " +
                 next_id(tx) + " WHERE account_id = :account AND tier = :tier AND head = :before",
             after.balance, after.head, after.last_at, after.since_milestone, change.account,
             tier_name(change.tier), before.head) == 1;
}

}  // namespace

Balances Purses::balances() const {
  Balances out;
  for (const Tier tier : {Tier::kCopper, Tier::kSilver, Tier::kGold})
    out.of(tier) = all.at(static_cast<std::size_t>(tier)).balance;
  return out;
}

Purses read_purses(store::Transaction& tx, std::int64_t account) {
  Purses purses;
  tx.each<std::string, std::int64_t, std::string, std::int64_t, std::int64_t, std::int64_t>(
      "SELECT tier, balance, head, last_at, newest, since_milestone FROM coin_balances "
      "WHERE account_id = :account",
      [&purses](auto row) {
        auto& [name, balance, head, last_at, newest, since_milestone] = row;
        const auto tier = tier_from_name(name);
        if (!tier) throw std::runtime_error("the ledger has an unknown tier");
        purses.of(*tier) = {true, balance, std::move(head), last_at, newest, since_milestone};
      },
      account);
  return purses;
}

bool move_coins(store::Transaction& tx, Purses& purses, const Change& change) {
  const std::string who = without_nul(change.who);
  const std::string reason = without_nul(change.reason);
  const std::string_view kind = entry_kind_name(kind_of_rule(change.rule));
  while (true) {
    const Purse& before = purses.of(change.tier);
    Purse after;
    after.exists = true;
    after.balance = before.balance + change.amount;
    if (after.balance < 0) return false;
    const bool milestone = before.since_milestone + 1 >= kMilestoneEvery;
    after.since_milestone = milestone ? 0 : before.since_milestone + 1;
    // A clock that was set back must not make an entry older than the one before it.
    after.last_at = std::max(tx.now(), before.last_at);
    after.head = chain_digest(
        before.head, {change.account, tier_name(change.tier), kind, rule_name(change.rule), change.amount,
                      change.question, who, reason, after.balance, after.last_at});
    if (!replace(tx, change, before, after)) {
      purses = read_purses(tx, change.account);
      continue;
    }
    // Not RETURNING, which opens a table of its own in SQLite: the reservation's number is cheaper to look
    // up.
    tx.change(
        "INSERT INTO coin_entries (id, account_id, tier, kind, rule, amount, question_id, reservation, who, "
        "reason, balance_after, created_at, digest, previous, milestone) VALUES (" +
            std::string(chosen_id(tx)) +
            ", :account, :tier, :kind, :rule, :amount, :question, COALESCE(:reservation, "
            "(SELECT number FROM coin_reservations WHERE question_id = :same_question)), :who, :reason, "
            ":balance, :at, :digest, :previous, :milestone)",
        change.account, tier_name(change.tier), kind, rule_name(change.rule), change.amount, change.question,
        change.reservation, change.question, who, reason, after.balance, after.last_at, after.head,
        before.newest == 0 ? std::nullopt : std::optional(before.newest), milestone ? 1 : 0);
    purses.of(change.tier) = std::move(after);
    return true;
  }
}

}  // namespace coins
