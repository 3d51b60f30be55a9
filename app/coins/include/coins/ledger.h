// The ledger: every coin that was given, spent or given back, as rows that are never changed.
//
// All functions work inside the caller's transaction, so that a coin and what it pays for become durable
// together. An error of theirs means that they have changed nothing. Failures of the database leave as
// exceptions, as everywhere under store::Transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <store/transaction.h>

#include <coins/rule.h>
#include <coins/tier.h>

namespace coins {

// The account has no coin of that tier, or fewer than are to be taken away.
inline constexpr base::ErrorCode kLowCoins = "low_coins";
// This question has been paid for before, whatever became of it.
inline constexpr base::ErrorCode kAlreadyReserved = "already_reserved";
// The question has no open reservation: it was never paid for, or is settled or refunded already.
inline constexpr base::ErrorCode kNotOpen = "reservation_not_open";
// A number of coins outside 1…kMostCoinsAtOnce (for `adjust`: or negative, not zero).
inline constexpr base::ErrorCode kInvalidCount = "invalid_count";
inline constexpr std::int64_t kMostCoinsAtOnce = 1'000'000;

// Zeros for an account without coins.
[[nodiscard]] Balances balances(store::Transaction& tx, std::int64_t account);

// Gives coins. `who` acts ("system", "admin:NAME", …), `reason` is for people. Error: kInvalidCount.
[[nodiscard]] base::Result<Balances> grant(store::Transaction& tx, std::int64_t account, Tier tier,
                                           std::int64_t count, std::string_view who, std::string_view reason,
                                           Rule rule = Rule::kGift);

// Corrects a balance by `amount`, up or down. Errors: kInvalidCount, kLowCoins.
[[nodiscard]] base::Result<Balances> adjust(store::Transaction& tx, std::int64_t account, Tier tier,
                                            std::int64_t amount, std::string_view who,
                                            std::string_view reason);

// Takes one coin for a question. `question` is unique in the whole ledger, whoever asks. Errors:
// kAlreadyReserved (also when there is no coin left), kLowCoins.
[[nodiscard]] base::Result<Balances> reserve(store::Transaction& tx, std::int64_t account, Tier tier,
                                             std::string_view question);

// The answer was delivered: the coin is spent for good. `rule` says why, and is one of a settle. Error:
// kNotOpen.
[[nodiscard]] base::Result<Balances> settle(store::Transaction& tx, std::string_view question, Rule rule);

// The answer failed: the coin goes back. `rule` says why, and is one of a refund. Error: kNotOpen.
[[nodiscard]] base::Result<Balances> refund(store::Transaction& tx, std::string_view question, Rule rule);

struct Reservation {
  std::string question;
  std::int64_t account = 0;
  Tier tier = Tier::kCopper;
  std::int64_t created_at = 0;  // milliseconds since 1970
};

// What is neither settled nor refunded, oldest first: after a crash, all to be refunded.
[[nodiscard]] std::vector<Reservation> open_reservations(store::Transaction& tx);

struct Entry {
  std::int64_t id = 0;
  std::int64_t account = 0;
  Tier tier = Tier::kCopper;
  EntryKind kind = EntryKind::kGrant;
  Rule rule = Rule::kGift;              // one of its kind
  std::int64_t amount = 0;              // its effect on the balance: reserve -1, settle 0, refund +1
  std::optional<std::string> question;  // of reserve, settle and refund
  std::string who;
  std::string reason;
  std::int64_t balance_after = 0;  // of that tier
  std::int64_t created_at = 0;     // milliseconds since 1970
};

// An account's entries, newest first, at most `limit`; those older than the entry `before_id` if it is given.
[[nodiscard]] std::vector<Entry> entries(store::Transaction& tx, std::int64_t account, std::int64_t limit,
                                         std::optional<std::int64_t> before_id = std::nullopt);

}  // namespace coins
