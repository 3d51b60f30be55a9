// What each coin buys: the tier's name, its instruction to the model, and its limits.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <coins/tier.h>

namespace tutor {

// An operator may change all of it in the settings file, [tiers.<name>].
struct TierProfile {
  std::string model = "gpt-4o";
  std::string prompt;                  // the system message; the student's words never become part of it
  std::int64_t max_output_tokens = 0;  // the model is told to stop there
  std::int64_t starting_coins = 0;     // for a new account
  // How long the model may take: to the first byte of the answer, between two arrivals of bytes, and in all.
  // The first two are 0 where the provider's own settings hold.
  std::chrono::milliseconds first_byte_timeout{0};
  std::chrono::milliseconds silence_timeout{0};
  std::chrono::milliseconds answer_timeout{600'000};
};

struct TierProfiles {
  TierProfile gold;
  TierProfile silver;
  TierProfile copper;

  [[nodiscard]] const TierProfile& of(coins::Tier tier) const;
  [[nodiscard]] TierProfile& of(coins::Tier tier);
};

[[nodiscard]] TierProfiles default_tier_profiles();

// "highest assistance", as the public contract names the modes.
[[nodiscard]] std::string_view mode_of(coins::Tier tier);

// One line for the student that says what this coin gives.
[[nodiscard]] std::string_view summary_of(coins::Tier tier);

}  // namespace tutor
