#include <stdexcept>

#include <coins/ledger.h>

#include "purse.h"

namespace coins {
namespace {

constexpr std::string_view kSystem = "system";

// The schema allows no other names, so that one would be a bug.
Tier tier_of(std::string_view name) {
  if (const auto tier = tier_from_name(name)) return *tier;
  throw std::runtime_error("the ledger has an unknown tier");
}

void require_kind(Rule rule, EntryKind kind) {
  if (kind_of_rule(rule) != kind)
    throw std::logic_error("the rule " + std::string(rule_name(rule)) + " is none of this kind of entry");
}

std::string plural(std::int64_t count, Tier tier) {
  return std::to_string(count) + " " + std::string(tier_name(tier)) + (count == 1 ? " coin" : " coins");
}

std::unexpected<base::Error> invalid_count(std::int64_t count) {
  return base::fail(kInvalidCount, std::to_string(count) + " is no number of coins; give 1 to " +
                                       std::to_string(kMostCoinsAtOnce) + " at once.");
}

struct Closed {
  std::int64_t reservation;
  std::int64_t account;
  Tier tier;
};

base::Result<Closed> close(store::Transaction& tx, std::string_view question, std::string_view state) {
  const auto row = tx.first<std::int64_t, std::int64_t, std::string>(
      "SELECT number, account_id, tier FROM coin_reservations WHERE question_id = :question", question);
  // Conditional, so that of two who close it at once one finds it closed.
  if (!row || tx.change("UPDATE coin_reservations SET state = :state, closed_at = :now "
                        "WHERE number = :number AND state = 'open'",
                        state, tx.now(), std::get<0>(*row)) == 0)
    return base::fail(kNotOpen, "This question has no coin that is still reserved.");
  const auto& [number, account, tier] = *row;
  return Closed{number, account, tier_of(tier)};
}

// The balances after a change that cannot bring one below zero.
Balances close_with(store::Transaction& tx, const Closed& closed, std::string_view question, Rule rule,
                    std::int64_t amount, std::string_view reason) {
  Purses purses = read_purses(tx, closed.account);
  if (!move_coins(tx, purses,
                  {closed.account, closed.tier, rule, amount, question, closed.reservation, kSystem, reason}))
    throw std::logic_error("a coin that comes back makes a balance negative");
  return purses.balances();
}

bool is_reserved(store::Transaction& tx, std::string_view question) {
  return tx
      .first<std::int64_t>("SELECT number FROM coin_reservations WHERE question_id = :question", question)
      .has_value();
}

std::unexpected<base::Error> no_coin(Tier tier) {
  return base::fail(kLowCoins, "You have no " + std::string(tier_name(tier)) + " coin left.");
}

std::unexpected<base::Error> already_reserved() {
  return base::fail(kAlreadyReserved, "This question has been asked and paid for already.");
}

}  // namespace

Balances balances(store::Transaction& tx, std::int64_t account) {
  return read_purses(tx, account).balances();
}

base::Result<Balances> grant(store::Transaction& tx, std::int64_t account, Tier tier, std::int64_t count,
                             std::string_view who, std::string_view reason, Rule rule) {
  require_kind(rule, EntryKind::kGrant);
  if (count < 1 || count > kMostCoinsAtOnce) return invalid_count(count);
  Purses purses = read_purses(tx, account);
  if (!move_coins(tx, purses, {account, tier, rule, count, std::nullopt, std::nullopt, who, reason}))
    throw std::logic_error("a coin that was given makes a balance negative");
  return purses.balances();
}

base::Result<Balances> adjust(store::Transaction& tx, std::int64_t account, Tier tier, std::int64_t amount,
                              std::string_view who, std::string_view reason) {
  if (amount == 0 || amount < -kMostCoinsAtOnce || amount > kMostCoinsAtOnce) return invalid_count(amount);
  Purses purses = read_purses(tx, account);
  if (!move_coins(tx, purses,
                  {account, tier, Rule::kCorrection, amount, std::nullopt, std::nullopt, who, reason}))
    return base::fail(kLowCoins, "The account has fewer than " + plural(-amount, tier) + " to take away.");
  return purses.balances();
}

base::Result<Balances> reserve(store::Transaction& tx, std::int64_t account, Tier tier,
                               std::string_view question) {
  Purses purses = read_purses(tx, account);
  // Looked at first, so that a refusal has written nothing.
  if (purses.of(tier).balance == 0) {
    if (is_reserved(tx, question)) return already_reserved();
    return no_coin(tier);
  }
  if (tx.change("INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at) "
                "VALUES (:question, :account, :tier, 'open', :now) ON CONFLICT (question_id) DO NOTHING",
                question, account, tier_name(tier), tx.now()) == 0)
    return already_reserved();
  if (!move_coins(tx, purses,
                  {account, tier, Rule::kQuestion, -1, question, std::nullopt, kSystem, "question asked"})) {
    // Another server took the last coin meanwhile. The caller may go on with its transaction, so no trace may
    // stay.
    tx.change("DELETE FROM coin_reservations WHERE question_id = :question", question);
    return no_coin(tier);
  }
  return purses.balances();
}

base::Result<Balances> settle(store::Transaction& tx, std::string_view question, Rule rule) {
  require_kind(rule, EntryKind::kSettle);
  const auto closed = close(tx, question, "settled");
  if (!closed) return base::fail(closed.error());
  return close_with(tx, *closed, question, rule, 0, "answer delivered");
}

base::Result<Balances> refund(store::Transaction& tx, std::string_view question, Rule rule) {
  require_kind(rule, EntryKind::kRefund);
  const auto closed = close(tx, question, "refunded");
  if (!closed) return base::fail(closed.error());
  return close_with(tx, *closed, question, rule, 1, "coin given back");
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

}  // namespace coins
