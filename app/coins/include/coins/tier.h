// The three coins, and how many of each an account has.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace coins {

enum class Tier { kCopper, kSilver, kGold };

// "copper", "silver", "gold": in the database, in events and in settings.
[[nodiscard]] constexpr std::string_view tier_name(Tier tier) {
  switch (tier) {
    case Tier::kCopper:
      return "copper";
    case Tier::kSilver:
      return "silver";
    case Tier::kGold:
      return "gold";
  }
  return "";
}

[[nodiscard]] constexpr std::optional<Tier> tier_from_name(std::string_view name) {
  for (const Tier tier : {Tier::kCopper, Tier::kSilver, Tier::kGold}) {
    if (tier_name(tier) == name) return tier;
  }
  return std::nullopt;
}

struct Balances {
  std::int64_t gold = 0;
  std::int64_t silver = 0;
  std::int64_t copper = 0;

  [[nodiscard]] constexpr std::int64_t& of(Tier tier) {
    return tier == Tier::kGold ? gold : tier == Tier::kSilver ? silver : copper;
  }
  friend bool operator==(const Balances&, const Balances&) = default;
};

}  // namespace coins
