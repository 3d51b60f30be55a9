#include "chain_old_entries.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "chain.h"

namespace coins {
namespace {

constexpr int kRowsAtOnce = 5000;

struct End {
  std::string head;
  std::int64_t at = 0;
};

using Ends = std::map<std::pair<std::int64_t, std::string>, End>;  // of account and tier

using Row = std::tuple<std::int64_t, std::int64_t, std::string, std::string, std::string, std::int64_t,
                       std::optional<std::string>, std::optional<std::int64_t>, std::string, std::string,
                       std::int64_t, std::int64_t>;

void insert_chained(store::Transaction& tx, const Row& row, Ends& ends) {
  const auto& [id, account, tier, kind, rule, amount, question, reservation, who, reason, balance, at] = row;
  End& end = ends[{account, tier}];
  end.at = std::max(end.at, at);
  end.head =
      chain_digest(end.head, {account, tier, kind, rule, amount, question, who, reason, balance, end.at});
  tx.change(
      "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, question_id, reservation, who, "
      "reason, "
      "balance_after, created_at, digest) VALUES (:account, :tier, :kind, :rule, :amount, :question, "
      ":reservation, :who, :reason, :balance, :at, :digest)",
      account, tier, kind, rule, amount, question, reservation, who, reason, balance, end.at, end.head);
}

template <class... Columns>
std::vector<std::tuple<Columns...>> rows_after(store::Transaction& tx, std::int64_t id,
                                               std::tuple<Columns...>*) {
  return tx.all<Columns...>(
      "SELECT e.id, e.account_id, e.tier, e.kind, e.rule, e.amount, e.question_id, r.number, e.who, "
      "e.reason, "
      "e.balance_after, e.created_at FROM coin_entries_before e "
      "LEFT JOIN coin_reservations r ON r.question_id = e.question_id "
      "WHERE e.id > :id ORDER BY e.id LIMIT :most",
      id, kRowsAtOnce);
}

}  // namespace

void chain_old_entries(store::Transaction& tx) {
  Ends ends;
  std::int64_t last_id = 0;
  while (true) {
    const auto rows = rows_after(tx, last_id, static_cast<Row*>(nullptr));
    if (rows.empty()) break;
    for (const Row& row : rows) insert_chained(tx, row, ends);
    last_id = std::get<0>(rows.back());
  }
  for (const auto& [purse, end] : ends) {
    tx.change(
        "UPDATE coin_balances SET head = :head, last_at = :at WHERE account_id = :account AND tier = :tier",
        end.head, end.at, purse.first, purse.second);
  }
  tx.change("DROP TABLE coin_entries_before");
}

}  // namespace coins
