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

// False when the purse is no longer as it was read: another server wrote to it meanwhile. The head is
// compared, so that two writers cannot both take the last coin, nor both follow the same entry.
bool replace(store::Transaction& tx, const Change& change, const Purse& before, const Purse& after) {
  if (!before.exists) {
    return tx.change(
               "INSERT INTO coin_balances (account_id, tier, balance, head, last_at) "
               "VALUES (:account, :tier, :balance, :head, :at) ON CONFLICT (account_id, tier) DO NOTHING",
               change.account, tier_name(change.tier), after.balance, after.head, after.last_at) == 1;
  }
  return tx.change(
             "UPDATE coin_balances SET balance = :balance, head = :head, last_at = :at "
             "WHERE account_id = :account AND tier = :tier AND head = :before",
             after.balance, after.head, after.last_at, change.account, tier_name(change.tier),
             before.head) == 1;
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
  tx.each<std::string, std::int64_t, std::string, std::int64_t>(
      "SELECT tier, balance, head, last_at FROM coin_balances WHERE account_id = :account",
      [&purses](auto row) {
        auto& [name, balance, head, last_at] = row;
        const auto tier = tier_from_name(name);
        if (!tier) throw std::runtime_error("the ledger has an unknown tier");
        purses.of(*tier) = {true, balance, std::move(head), last_at};
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
    Purse after{true, before.balance + change.amount, {}, 0};
    if (after.balance < 0) return false;
    // A clock that was set back must not make an entry older than the one before it.
    after.last_at = std::max(tx.now(), before.last_at);
    after.head = chain_digest(
        before.head, {change.account, tier_name(change.tier), kind, rule_name(change.rule), change.amount,
                      change.question, who, reason, after.balance, after.last_at});
    if (!replace(tx, change, before, after)) {
      purses = read_purses(tx, change.account);
      continue;
    }
    // Not RETURNING, which opens a table of its own in SQLite: the number is cheaper to look up.
    tx.change(
        "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, question_id, reservation, who, "
        "reason, balance_after, created_at, digest) VALUES (:account, :tier, :kind, :rule, :amount, "
        ":question, "
        "(SELECT number FROM coin_reservations WHERE question_id = :same_question), :who, :reason, :balance, "
        ":at, :digest)",
        change.account, tier_name(change.tier), kind, rule_name(change.rule), change.amount, change.question,
        change.question, who, reason, after.balance, after.last_at, after.head);
    purses.of(change.tier) = std::move(after);
    return true;
  }
}

}  // namespace coins
