#include "replay.h"

#include <coins/rule.h>

#include "chain.h"

namespace coins {
namespace {

using Drift = std::optional<std::string>;

// Whether an entry of that kind can have that amount.
bool fits(EntryKind kind, std::int64_t amount) {
  switch (kind) {
    case EntryKind::kGrant:
      return amount > 0;
    case EntryKind::kReserve:
      return amount == -1;
    case EntryKind::kSettle:
      return amount == 0;
    case EntryKind::kRefund:
      return amount == 1;
    case EntryKind::kAdjust:
      return amount != 0;
  }
  return false;
}

std::string named(const ReplayedEntry& entry) {
  return owner({entry.account, entry.tier}) + ": entry " + std::to_string(entry.id) + " (" + entry.kind + ")";
}

}  // namespace

std::string owner(const PurseId& purse) {
  return "account " + std::to_string(purse.first) + ", " + purse.second;
}

std::optional<std::string> Replay::next(const ReplayedEntry& entry) {
  if (auto drift = form(entry)) return drift;
  if (auto drift = purse(entry)) return drift;
  return question(entry);
}

std::optional<std::string> Replay::form(const ReplayedEntry& entry) {
  const auto kind = entry_kind_from_name(entry.kind);
  if (!kind) return named(entry) + " is of a kind that there is not.";
  if (!fits(*kind, entry.amount))
    return named(entry) + " has the amount " + std::to_string(entry.amount) + ".";
  const auto rule = rule_from_name(entry.rule);
  if (!rule || kind_of_rule(*rule) != *kind)
    return named(entry) + " has the rule \"" + entry.rule + "\", which is none of its kind.";
  return std::nullopt;
}

std::optional<std::string> Replay::purse(const ReplayedEntry& entry) {
  End& end = ends_[{entry.account, entry.tier}];
  end.balance += entry.amount;
  if (end.balance < 0) return named(entry) + " brings the balance to " + std::to_string(end.balance) + ".";
  if (end.balance != entry.balance_after) {
    return named(entry) + " says that the balance is " + std::to_string(entry.balance_after) +
           " after it; the entries add up to " + std::to_string(end.balance) + ".";
  }
  if (entry.created_at < end.last_at) {
    return named(entry) + " is of " + std::to_string(entry.created_at) +
           " (milliseconds since 1970), which is before the entry before it (" + std::to_string(end.last_at) +
           ").";
  }
  const std::string digest =
      chain_digest(end.head, {entry.account, entry.tier, entry.kind, entry.rule, entry.amount, entry.question,
                              entry.who, entry.reason, entry.balance_after, entry.created_at});
  if (digest != entry.digest) {
    return named(entry) + " has the digest " + entry.digest + "; it and the entry before it make " + digest +
           ". It was changed, or an entry before it is missing or was put in.";
  }
  if (auto drift = place(entry, end)) return drift;
  end = {end.balance, digest, entry.created_at, entry.id, entry.milestone != 0};
  return std::nullopt;
}

std::optional<std::string> Replay::place(const ReplayedEntry& entry, const End& before) {
  if (entry.previous.value_or(before.entry) != before.entry) {
    return named(entry) + " says that it follows entry " + std::to_string(*entry.previous) + "; " +
           (before.entry == 0 ? "it is the first" : "it follows entry " + std::to_string(before.entry)) + ".";
  }
  if (!entry.previous && before.entry != 0 && !before.milestone) {
    return named(entry) + " does not say that it follows entry " + std::to_string(before.entry) +
           ", which is no milestone, so that a list of entries ends here.";
  }
  return std::nullopt;
}

std::optional<std::string> Replay::question(const ReplayedEntry& entry) {
  if (!entry.question) {
    // The schema asks for a question where there must be one.
    return std::nullopt;
  }
  const std::string about = named(entry) + " is for question " + *entry.question;
  if (entry.reserved_question != entry.question) return about + ", which has no reservation.";
  if (entry.reserved_account != entry.account || entry.reserved_tier != entry.tier) {
    return about + ", which is reserved by " +
           owner({entry.reserved_account.value_or(0), entry.reserved_tier.value_or("")}) + ".";
  }
  if (entry.kind == "reserve") {
    ++counts_.reserved;
    const Open opened{{entry.account, entry.tier}, entry.id, entry.state.value_or("")};
    if (!open_.emplace(*entry.question, opened).second) return about + ", which is reserved already.";
    return std::nullopt;
  }
  if (open_.erase(*entry.question) == 0) return about + ", which is closed already, or was never reserved.";
  const bool settles = entry.kind == "settle";
  ++(settles ? counts_.settled : counts_.refunded);
  const std::string_view state = settles ? "settled" : "refunded";
  if (entry.state != state)
    return about + ", whose reservation is " + entry.state.value_or("") + " instead of " +
           std::string(state) + ".";
  return std::nullopt;
}

std::optional<std::string> Replay::finish() const {
  // The oldest, so that the same damage is named in the same way each time.
  const std::pair<const std::string, Open>* first = nullptr;
  for (const auto& item : open_) {
    if (item.second.state != "open" && (!first || item.second.entry < first->second.entry)) first = &item;
  }
  if (!first) return std::nullopt;
  return owner(first->second.purse) + ": question " + first->first + " is " + first->second.state +
         ", but entry " + std::to_string(first->second.entry) + " (reserve) has no entry that closes it.";
}

}  // namespace coins
