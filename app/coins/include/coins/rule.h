// Why a coin moved, or stayed spent: the rule that an entry of the ledger names, and its sentence for the
// student.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace coins {

// Each belongs to one kind of entry. Those of kSettle and kRefund are the rows of the table of endings in
// docs/coins.md.
enum class Rule : std::uint8_t {
  // kGrant
  kStartingCoins,
  kGift,
  // kAdjust
  kCorrection,
  // kReserve
  kQuestion,
  // kSettle
  kComplete,
  kLengthLimit,
  kStoppedAfterText,
  // kRefund
  kStoppedBeforeText,
  kUpstreamError,
  kUpstreamTimeout,
  kEmptyAnswer,
  kContentFilter,
  kInterruptedByShutdown,
  kInterruptedByCrash,
  kNotBooked,
};

enum class EntryKind : std::uint8_t { kGrant, kReserve, kSettle, kRefund, kAdjust };
[[nodiscard]] std::string_view entry_kind_name(EntryKind kind);  // "grant", …
[[nodiscard]] std::optional<EntryKind> entry_kind_from_name(std::string_view name);

// "complete", "length_limit", …: in the database and in receipts.
[[nodiscard]] std::string_view rule_name(Rule rule);
[[nodiscard]] std::optional<Rule> rule_from_name(std::string_view name);
[[nodiscard]] EntryKind kind_of_rule(Rule rule);
// What the student reads: "The answer was complete, so the coin was spent."
[[nodiscard]] std::string_view rule_sentence(Rule rule);

}  // namespace coins
