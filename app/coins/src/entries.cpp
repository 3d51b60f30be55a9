// An account's entries as a list. Each entry names the one before it in its purse, and every so many are
// milestones, which stand in an index: a list begins at the purse's newest entry, or at the first milestone
// behind its page, and follows the names. An index of all entries would have to be written for each of them,
// on a page of its own for each account.
#include <algorithm>
#include <limits>
#include <stdexcept>
#include <tuple>

#include <coins/ledger.h>

namespace coins {
namespace {

// The schema allows no other names, so that one would be a bug.
EntryKind kind_of(std::string_view name) {
  if (const auto kind = entry_kind_from_name(name)) return *kind;
  throw std::runtime_error("the ledger has an entry of an unknown kind");
}

Rule rule_of(std::string_view name) {
  if (const auto rule = rule_from_name(name)) return *rule;
  throw std::runtime_error("the ledger has an entry under an unknown rule");
}

// The newest entry of a purse, or one not far behind those older than `before_id`; nullopt: there is none.
std::optional<std::int64_t> first_to_visit(store::Transaction& tx, std::int64_t account, Tier tier,
                                           std::optional<std::int64_t> before_id) {
  if (before_id) {
    const auto milestone = tx.first<std::optional<std::int64_t>>(
        "SELECT MIN(id) FROM coin_entries WHERE account_id = :account AND tier = :tier AND milestone = 1 "
        "AND id >= :before",
        account, tier_name(tier), *before_id);
    if (milestone && std::get<0>(*milestone)) return std::get<0>(*milestone);
  }
  const auto newest =
      tx.first<std::int64_t>("SELECT newest FROM coin_balances WHERE account_id = :account AND tier = :tier",
                             account, tier_name(tier));
  if (!newest) return std::nullopt;
  return std::get<0>(*newest);
}

// Entries from before there were milestones are all of them milestones, and name none before them.
constexpr std::string_view kFollow =
    "WITH RECURSIVE purse (id, account_id, tier, kind, rule, amount, question_id, who, reason, "
    "balance_after, created_at, previous) AS ("
    "SELECT id, account_id, tier, kind, rule, amount, question_id, who, reason, balance_after, created_at, "
    "previous FROM coin_entries WHERE id = :first "
    "UNION ALL "
    "SELECT e.id, e.account_id, e.tier, e.kind, e.rule, e.amount, e.question_id, e.who, e.reason, "
    "e.balance_after, e.created_at, e.previous FROM purse p JOIN coin_entries e ON e.id = "
    "COALESCE(p.previous, (SELECT MAX(o.id) FROM coin_entries o WHERE o.account_id = p.account_id "
    "AND o.tier = p.tier AND o.milestone = 1 AND o.id < p.id))) "
    "SELECT id, kind, rule, amount, question_id, who, reason, balance_after, created_at FROM purse "
    "WHERE id < :before LIMIT :limit";

void add_entries(store::Transaction& tx, std::int64_t account, Tier tier, std::int64_t limit,
                 std::optional<std::int64_t> before_id, std::vector<Entry>& out) {
  const auto first = first_to_visit(tx, account, tier, before_id);
  if (!first) return;
  tx.each<std::int64_t, std::string, std::string, std::int64_t, std::optional<std::string>, std::string,
          std::string, std::int64_t, std::int64_t>(
      kFollow,
      [&](const auto& row) {
        const auto& [id, kind, rule, amount, question, who, reason, balance_after, created_at] = row;
        out.push_back({id, account, tier, kind_of(kind), rule_of(rule), amount, question, who, reason,
                       balance_after, created_at});
      },
      *first, before_id.value_or(std::numeric_limits<std::int64_t>::max()), limit);
}

}  // namespace

std::vector<Entry> entries(store::Transaction& tx, std::int64_t account, std::int64_t limit,
                           std::optional<std::int64_t> before_id) {
  std::vector<Entry> out;
  for (const Tier tier : {Tier::kCopper, Tier::kSilver, Tier::kGold})
    add_entries(tx, account, tier, limit, before_id, out);
  std::ranges::sort(out, std::ranges::greater(), &Entry::id);
  if (out.size() > static_cast<std::size_t>(std::max<std::int64_t>(limit, 0)))
    out.resize(static_cast<std::size_t>(limit));
  return out;
}

}  // namespace coins
