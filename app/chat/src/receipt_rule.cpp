#include "receipt_rule.h"

#include <array>
#include <utility>

namespace chat {
namespace {

struct Rule {
  std::string_view name;
  std::string_view sentence;
};

constexpr Rule kQuestion{"question", "You asked a question, so one coin was set aside for its answer."};
constexpr Rule kDelivered{"delivered", "The answer was delivered, so the coin was spent."};
constexpr Rule kStartingCoins{"starting_coins", "Every new account starts with coins."};
constexpr Rule kGift{"gift", "You were given coins."};
constexpr Rule kCorrection{"correction", "Your balance was corrected."};
constexpr Rule kRefund{"refund", "The answer was not complete, so the coin came back."};

// Of refunds, by the reason that the ledger keeps.
constexpr std::array<std::pair<std::string_view, Rule>, 4> kRefunds{{
    {"stopped",
     {"stopped_before_text", "You stopped before the first word of the answer, so the coin came back."}},
    {"upstream_error", {"upstream_error", "The model failed, so the coin came back."}},
    {"upstream_timeout", {"upstream_timeout", "The model took too long, so the coin came back."}},
    {"interrupted",
     {"interrupted", "The server stopped before the answer was complete, so the coin came back."}},
}};

Rule refund_rule(std::string_view reason) {
  for (const auto& [known, rule] : kRefunds) {
    if (known == reason) return rule;
  }
  return kRefund;
}

Rule rule(const coins::Entry& entry) {
  switch (entry.kind) {
    case coins::EntryKind::kGrant:
      return entry.reason == "starting coins" ? kStartingCoins : kGift;
    case coins::EntryKind::kReserve:
      return kQuestion;
    case coins::EntryKind::kSettle:
      return kDelivered;
    case coins::EntryKind::kRefund:
      return refund_rule(entry.reason);
    case coins::EntryKind::kAdjust:
      return kCorrection;
  }
  return kCorrection;
}

bool given_by_hand(const coins::Entry& entry) {
  const std::string_view name = rule(entry).name;
  return name == kGift.name || name == kCorrection.name;
}

}  // namespace

std::string_view rule_of(const coins::Entry& entry) {
  return rule(entry).name;
}

std::string explanation_of(const coins::Entry& entry) {
  std::string sentence(rule(entry).sentence);
  if (given_by_hand(entry) && !entry.reason.empty()) sentence += " The reason given: " + entry.reason;
  return sentence;
}

std::string_view actor_of(const coins::Entry& entry) {
  const std::string_view name = rule(entry).name;
  if (entry.kind == coins::EntryKind::kReserve || name.starts_with("stopped_")) return "you";
  return entry.who == "system" ? "system" : "an administrator";
}

}  // namespace chat
