#include <limits>
#include <stdexcept>

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

Tier tier_of(std::string_view name) {
  if (const auto tier = tier_from_name(name)) return *tier;
  throw std::runtime_error("the ledger has an unknown tier");
}

void require_kind(Rule rule, EntryKind kind) {
  if (kind_of_rule(rule) != kind)
    throw std::logic_error("the rule " + std::string(rule_name(rule)) + " is none of this kind of entry");
}

struct Change {
  std::int64_t account;
  Tier tier;
  Rule rule;
  std::int64_t amount;
  std::optional<std::string_view> question;
  std::string_view who;
  std::string_view reason;
};

// Writes the entry that explains the balance, which has been updated before: the row's lock orders the
// entries of one account and tier as their balances were.
Balances record(store::Transaction& tx, const Change& change, std::int64_t balance_after) {
  tx.change(
      "INSERT INTO coin_entries (account_id, tier, kind, rule, amount, question_id, who, reason, "
      "balance_after, created_at) "
      "VALUES (:account, :tier, :kind, :rule, :amount, :question, :who, :reason, :balance, :now)",
      change.account, tier_name(change.tier), entry_kind_name(kind_of_rule(change.rule)),
      rule_name(change.rule), change.amount, change.question, change.who, change.reason, balance_after,
      tx.now());
  return balances(tx, change.account);
}

// The new balance; nullopt, and nothing changed, when it would fall below zero. One conditional statement, so
// that two writers cannot both take the last coin.
std::optional<std::int64_t> move_balance(store::Transaction& tx, std::int64_t account, Tier tier,
                                         std::int64_t amount) {
  const auto row = tx.first<std::int64_t>(
      "UPDATE coin_balances SET balance = balance + :amount "
      "WHERE account_id = :account AND tier = :tier AND balance + :same_amount >= 0 RETURNING balance",
      amount, account, tier_name(tier), amount);
  if (!row) return std::nullopt;
  return std::get<0>(*row);
}

std::int64_t add_to_balance(store::Transaction& tx, std::int64_t account, Tier tier, std::int64_t amount) {
  return std::get<0>(
      tx.first<std::int64_t>("INSERT INTO coin_balances (account_id, tier, balance) "
                             "VALUES (:account, :tier, :amount) ON CONFLICT (account_id, tier) "
                             "DO UPDATE SET balance = coin_balances.balance + excluded.balance "
                             "RETURNING balance",
                             account, tier_name(tier), amount)
          .value());
}

std::string plural(std::int64_t count, Tier tier) {
  return std::to_string(count) + " " + std::string(tier_name(tier)) + (count == 1 ? " coin" : " coins");
}

std::unexpected<base::Error> invalid_count(std::int64_t count) {
  return base::fail(kInvalidCount, std::to_string(count) + " is no number of coins; give 1 to " +
                                       std::to_string(kMostCoinsAtOnce) + " at once.");
}

struct Closed {
  std::int64_t account;
  Tier tier;
};

base::Result<Closed> close(store::Transaction& tx, std::string_view question, std::string_view state) {
  const auto row = tx.first<std::int64_t, std::string>(
      "UPDATE coin_reservations SET state = :state, closed_at = :now "
      "WHERE question_id = :question AND state = 'open' RETURNING account_id, tier",
      state, tx.now(), question);
  if (!row) return base::fail(kNotOpen, "This question has no coin that is still reserved.");
  const auto& [account, tier] = *row;
  return Closed{account, tier_of(tier)};
}

}  // namespace

Balances balances(store::Transaction& tx, std::int64_t account) {
  Balances out;
  for (const auto& [tier, balance] : tx.all<std::string, std::int64_t>(
           "SELECT tier, balance FROM coin_balances WHERE account_id = :account", account))
    out.of(tier_of(tier)) = balance;
  return out;
}

base::Result<Balances> grant(store::Transaction& tx, std::int64_t account, Tier tier, std::int64_t count,
                             std::string_view who, std::string_view reason, Rule rule) {
  require_kind(rule, EntryKind::kGrant);
  if (count < 1 || count > kMostCoinsAtOnce) return invalid_count(count);
  const std::int64_t balance = add_to_balance(tx, account, tier, count);
  return record(tx, {account, tier, rule, count, std::nullopt, who, reason}, balance);
}

base::Result<Balances> adjust(store::Transaction& tx, std::int64_t account, Tier tier, std::int64_t amount,
                              std::string_view who, std::string_view reason) {
  if (amount == 0 || amount < -kMostCoinsAtOnce || amount > kMostCoinsAtOnce) return invalid_count(amount);
  // Only coins that are added can make the account's first row.
  const std::optional<std::int64_t> balance =
      amount > 0 ? add_to_balance(tx, account, tier, amount) : move_balance(tx, account, tier, amount);
  if (!balance)
    return base::fail(kLowCoins, "The account has fewer than " + plural(-amount, tier) + " to take away.");
  return record(tx, {account, tier, Rule::kCorrection, amount, std::nullopt, who, reason}, *balance);
}

base::Result<Balances> reserve(store::Transaction& tx, std::int64_t account, Tier tier,
                               std::string_view question) {
  const std::int64_t reserved = tx.change(
      "INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at) "
      "VALUES (:question, :account, :tier, 'open', :now) ON CONFLICT (question_id) DO NOTHING",
      question, account, tier_name(tier), tx.now());
  if (reserved == 0)
    return base::fail(kAlreadyReserved, "This question has been asked and paid for already.");
  const auto balance = move_balance(tx, account, tier, -1);
  if (!balance) {
    // The caller may go on with its transaction, so that no trace may stay.
    tx.change("DELETE FROM coin_reservations WHERE question_id = :question", question);
    return base::fail(kLowCoins, "You have no " + std::string(tier_name(tier)) + " coin left.");
  }
  return record(tx, {account, tier, Rule::kQuestion, -1, question, "system", "question asked"}, *balance);
}

base::Result<Balances> settle(store::Transaction& tx, std::string_view question, Rule rule) {
  require_kind(rule, EntryKind::kSettle);
  const auto closed = close(tx, question, "settled");
  if (!closed) return base::fail(closed.error());
  // By nothing: it takes the row's lock, which orders this entry among the others.
  const std::int64_t balance = move_balance(tx, closed->account, closed->tier, 0).value();
  return record(tx, {closed->account, closed->tier, rule, 0, question, "system", "answer delivered"},
                balance);
}

base::Result<Balances> refund(store::Transaction& tx, std::string_view question, Rule rule) {
  require_kind(rule, EntryKind::kRefund);
  const auto closed = close(tx, question, "refunded");
  if (!closed) return base::fail(closed.error());
  const std::int64_t balance = move_balance(tx, closed->account, closed->tier, 1).value();
  return record(tx, {closed->account, closed->tier, rule, 1, question, "system", "coin given back"}, balance);
}

std::vector<Reservation> open_reservations(store::Transaction& tx) {
  std::vector<Reservation> out;
  tx.each<std::string, std::int64_t, std::string, std::int64_t>(
      "SELECT question_id, account_id, tier, created_at FROM coin_reservations WHERE state = 'open' "
      "ORDER BY created_at, question_id",
      [&out](const auto& row) {
        const auto& [question, account, tier, created_at] = row;
        out.push_back({question, account, tier_of(tier), created_at});
      });
  return out;
}

std::vector<Entry> entries(store::Transaction& tx, std::int64_t account, std::int64_t limit,
                           std::optional<std::int64_t> before_id) {
  std::vector<Entry> out;
  tx.each<std::int64_t, std::string, std::string, std::string, std::int64_t, std::optional<std::string>,
          std::string, std::string, std::int64_t, std::int64_t>(
      "SELECT id, tier, kind, rule, amount, question_id, who, reason, balance_after, created_at FROM "
      "coin_entries "
      "WHERE account_id = :account AND id < :before ORDER BY id DESC LIMIT :limit",
      [&](const auto& row) {
        const auto& [id, tier, kind, rule, amount, question, who, reason, balance_after, created_at] = row;
        out.push_back({id, account, tier_of(tier), kind_of(kind), rule_of(rule), amount, question, who,
                       reason, balance_after, created_at});
      },
      account, before_id.value_or(std::numeric_limits<std::int64_t>::max()), limit);
  return out;
}

}  // namespace coins
