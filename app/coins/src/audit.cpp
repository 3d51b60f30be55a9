#include <map>
#include <tuple>
#include <utility>

#include <coins/audit.h>
#include <coins/ledger.h>

namespace coins {
namespace {

using Purse = std::pair<std::int64_t, std::string>;  // account and tier

std::string owner(const Purse& purse) {
  return "account " + std::to_string(purse.first) + ", " + purse.second;
}

// Whether an entry of that kind can have that amount.
bool fits(std::string_view kind, std::int64_t amount) {
  if (kind == "grant") return amount > 0;
  if (kind == "reserve") return amount == -1;
  if (kind == "settle") return amount == 0;
  if (kind == "refund") return amount == 1;
  return amount != 0;
}

class Auditor {
 public:
  explicit Auditor(store::Transaction& tx) : tx_(tx) {}

  Audit run() {
    tx_.each<std::int64_t, std::string, std::int64_t>(
        "SELECT account_id, tier, balance FROM coin_balances",
        [this](const auto& row) { stated_[{std::get<0>(row), std::get<1>(row)}] = std::get<2>(row); });
    audit_.balances = static_cast<std::int64_t>(stated_.size());
    replay_entries();
    compare_balances();
    check_reservations();
    return audit_;
  }

 private:
  void drift(std::string what) {
    if (!audit_.drift) audit_.drift = std::move(what);
  }

  void replay_entries() {
    tx_.each<std::int64_t, std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
        "SELECT id, account_id, tier, kind, amount, balance_after FROM coin_entries "
        "ORDER BY account_id, tier, id",
        [this](const auto& row) {
          const auto& [id, account, tier, kind, amount, balance_after] = row;
          ++audit_.entries;
          const Purse purse{account, tier};
          const std::string entry = owner(purse) + ": entry " + std::to_string(id) + " (" + kind + ")";
          std::int64_t& balance = computed_[purse];
          balance += amount;
          if (!fits(kind, amount)) drift(entry + " has the amount " + std::to_string(amount) + ".");
          if (balance < 0) drift(entry + " brings the balance to " + std::to_string(balance) + ".");
          if (balance != balance_after) {
            drift(entry + " says that the balance is " + std::to_string(balance_after) +
                  " after it; the entries add up to " + std::to_string(balance) + ".");
          }
        });
  }

  void compare_balances() {
    for (const auto& [purse, balance] : stated_) {
      if (balance != computed_[purse]) {
        drift(owner(purse) + ": the balance is " + std::to_string(balance) + "; the entries add up to " +
              std::to_string(computed_[purse]) + ".");
      }
    }
    for (const auto& [purse, balance] : computed_) {
      if (!stated_.contains(purse)) drift(owner(purse) + ": there are entries, but no balance.");
    }
  }

  void check_reservations() {
    const auto counts = tx_.first<std::int64_t, std::int64_t>(
        "SELECT count(*), count(CASE WHEN state = 'open' THEN 1 END) FROM coin_reservations");
    std::tie(audit_.reservations, audit_.open_reservations) = counts.value();

    const auto wrong = tx_.first<std::string, std::int64_t, std::string, std::string>(R"sql(
SELECT r.question_id, r.account_id, r.tier, r.state
FROM coin_reservations r LEFT JOIN coin_entries e ON e.question_id = r.question_id
GROUP BY r.question_id, r.account_id, r.tier, r.state
HAVING sum(CASE WHEN e.kind = 'reserve' THEN 1 ELSE 0 END) <> 1
    OR sum(CASE WHEN e.kind = 'settle' THEN 1 ELSE 0 END) <> max(CASE WHEN r.state = 'settled' THEN 1 ELSE 0 END)
    OR sum(CASE WHEN e.kind = 'refund' THEN 1 ELSE 0 END) <> max(CASE WHEN r.state = 'refunded' THEN 1 ELSE 0 END)
    OR sum(CASE WHEN e.account_id <> r.account_id OR e.tier <> r.tier THEN 1 ELSE 0 END) > 0
ORDER BY r.question_id LIMIT 1)sql");
    if (wrong) {
      const auto& [question, account, tier, state] = *wrong;
      drift(owner({account, tier}) + ": question " + question + " is " + state +
            ", but its entries say something else.");
    }

    const auto orphan = tx_.first<std::int64_t, std::int64_t, std::string, std::string>(
        "SELECT id, account_id, tier, question_id FROM coin_entries e WHERE question_id IS NOT NULL AND NOT "
        "EXISTS "
        "(SELECT 1 FROM coin_reservations r WHERE r.question_id = e.question_id) ORDER BY id LIMIT 1");
    if (orphan) {
      const auto& [id, account, tier, question] = *orphan;
      drift(owner({account, tier}) + ": entry " + std::to_string(id) + " is for question " + question +
            ", which has no reservation.");
    }
  }

  store::Transaction& tx_;
  Audit audit_;
  std::map<Purse, std::int64_t> stated_;
  std::map<Purse, std::int64_t> computed_;
};

}  // namespace

Audit verify(store::Transaction& tx) {
  return Auditor(tx).run();
}

}  // namespace coins
