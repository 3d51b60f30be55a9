// `ailab coins …`: what an account has, and coins given and taken by the operator. Each command prints its
// answer and returns the process's exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "command.h"

namespace server {

// As they stand on the command line.
struct CoinsToMove {
  std::string name;
  std::optional<std::string> gold;
  std::optional<std::string> silver;
  std::optional<std::string> copper;
  std::string reason;
};

// With the newest `entries` of the account's ledger, as written on the command line.
int show_coins(const Invocation& invocation, const std::string& name, const std::string& entries);
// All tiers or none.
int grant_coins(const Invocation& invocation, const CoinsToMove& coins);
int take_coins(const Invocation& invocation, const CoinsToMove& coins);

}  // namespace server
