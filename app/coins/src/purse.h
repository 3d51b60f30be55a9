// A purse is what one account has of one tier: a balance, and a chain of entries that explains it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <store/transaction.h>

#include <coins/rule.h>
#include <coins/tier.h>

namespace coins {

struct Purse {
  bool exists = false;  // in the database
  std::int64_t balance = 0;
  std::string head;          // the digest of its newest entry; "": it has none
  std::int64_t last_at = 0;  // when that was made
  std::int64_t newest = 0;   // its id; 0: it has none
  std::int64_t since_milestone = 0;
};

struct Purses {
  std::array<Purse, 3> all;
  [[nodiscard]] Purse& of(Tier tier) { return all.at(static_cast<std::size_t>(tier)); }
  [[nodiscard]] Balances balances() const;
};

struct Change {
  std::int64_t account = 0;
  Tier tier = Tier::kCopper;
  Rule rule = Rule::kGift;
  std::int64_t amount = 0;
  std::optional<std::string_view> question;  // has a reservation
  std::optional<std::int64_t> reservation;   // its number; if that is not given, it is looked up
  std::string_view who;
  std::string_view reason;
};

[[nodiscard]] Purses read_purses(store::Transaction& tx, std::int64_t account);

// The one way in which coins move: changes the balance and writes the entry that explains it. `purses` are
// the account's as they were read, and as they are afterwards. False, and nothing changed, when the balance
// would fall below zero.
[[nodiscard]] bool move_coins(store::Transaction& tx, Purses& purses, const Change& change);

}  // namespace coins
