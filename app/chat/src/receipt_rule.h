// Which rule moved a coin, in words for the student whose coin it is.
#pragma once

#include <string>
#include <string_view>

#include <coins/ledger.h>

namespace chat {

// The name of the rule: "complete", "stopped_before_text", …
[[nodiscard]] std::string_view rule_of(const coins::Entry& entry);

// A sentence, or two.
[[nodiscard]] std::string explanation_of(const coins::Entry& entry);

// "you", "system" or "an administrator": a student is not told which one.
[[nodiscard]] std::string_view actor_of(const coins::Entry& entry);

}  // namespace chat
