#include "coins_commands.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <base/utf.h>
#include <store/announcements.h>

#include <chat/events.h>
#include <coins/ledger.h>
#include <tutor/records.h>

#include "account_lookup.h"
#include "local_time.h"

namespace server {
namespace {

constexpr std::size_t kLongestReason = 500;  // UTF-16 units
constexpr std::int64_t kMostEntries = 10'000;

// Who acts, for the ledger: the user whose process this is.
std::string operator_name() {
  const passwd* user = ::getpwuid(::geteuid());
  return "cli:" + (user != nullptr ? std::string(user->pw_name) : std::to_string(::geteuid()));
}

std::optional<std::int64_t> number_within(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

struct Move {
  coins::Tier tier;
  std::int64_t count;
};

// Error: kWrongUsage.
base::Result<std::vector<Move>> moves_of(const CoinsToMove& request) {
  std::vector<Move> moves;
  for (const auto& [tier, text] :
       {std::pair(coins::Tier::kGold, &request.gold), std::pair(coins::Tier::kSilver, &request.silver),
        std::pair(coins::Tier::kCopper, &request.copper)}) {
    if (!*text) continue;
    const auto count = number_within(**text, 1, coins::kMostCoinsAtOnce);
    if (!count) {
      return base::fail(kWrongUsage,
                        fmt::format("--{} {}: give a number of coins from 1 to {}; nothing was changed.",
                                    coins::tier_name(tier), **text, coins::kMostCoinsAtOnce));
    }
    moves.push_back({tier, *count});
  }
  if (moves.empty()) {
    return base::fail(
        kWrongUsage, "Say which coins, and how many: --gold N, --silver N, --copper N. Nothing was changed.");
  }
  return moves;
}

base::Result<> check_reason(std::string_view reason) {
  const bool blank = reason.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (blank) {
    return base::fail(
        kWrongUsage,
        "Say why, with --reason TEXT: the student reads it on the receipt. Nothing was changed.");
  }
  const bool has_control =
      std::ranges::any_of(reason, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (has_control || !base::is_utf8(reason) || base::utf16_length(reason) > kLongestReason) {
    return base::fail(
        kWrongUsage,
        fmt::format("The reason has to be one line of text, of at most {} characters; nothing was changed.",
                    kLongestReason));
  }
  return {};
}

enum class Direction { kGive, kTake };

base::Result<coins::Balances> move_coins(store::Database& database, std::int64_t account,
                                         const std::vector<Move>& moves, Direction direction,
                                         std::string_view reason) {
  return database.write_now([&](store::Transaction& tx) -> base::Result<coins::Balances> {
    const std::string who = operator_name();
    for (const auto& [tier, count] : moves) {
      const auto moved = direction == Direction::kGive
                             ? coins::grant(tx, account, tier, count, who, reason)
                             : coins::adjust(tx, account, tier, -count, who, reason);
      if (moved) continue;
      if (moved.error().code != coins::kLowCoins) return base::fail(moved.error());
      coins::Balances now = coins::balances(tx, account);
      return base::fail(coins::kLowCoins,
                        fmt::format("The account has {} {}, so {} cannot be taken; nothing was changed.",
                                    now.of(tier), coins::tier_name(tier), count));
    }
    store::announce(tx, tutor::kBalanceChanged, std::to_string(account));
    return coins::balances(tx, account);
  });
}

std::string balances_text(const coins::Balances& balances) {
  return fmt::format("{} gold, {} silver, {} copper", balances.gold, balances.silver, balances.copper);
}

int move_coins(const Invocation& invocation, const CoinsToMove& request, Direction direction) {
  const auto moves = moves_of(request);
  if (!moves) return refuse(invocation, moves.error());
  if (const auto valid = check_reason(request.reason); !valid) return refuse(invocation, valid.error());
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  const auto account = find_account(**database, request.name);
  if (!account) return refuse(invocation, account.error());
  const auto balances = move_coins(**database, account->id, *moves, direction, request.reason);
  if (!balances) return refuse(invocation, balances.error());

  std::string what;
  boost::json::object changed;
  for (const auto& [tier, count] : *moves) {
    what += fmt::format("{}{} {}", what.empty() ? "" : ", ", count, coins::tier_name(tier));
    changed[coins::tier_name(tier)] = direction == Direction::kGive ? count : -count;
  }
  return answer(
      invocation,
      fmt::format("{} {}: {}. Now: {}.\n", direction == Direction::kGive ? "Given to" : "Taken from",
                  account->username, what, balances_text(*balances)),
      {{"username", account->username},
       {"changed", std::move(changed)},
       {"balances", chat::balances_json(*balances)}});
}

std::string entry_text(const coins::Entry& entry) {
  return fmt::format("{}  {:7}  {:6}  {:+8}  {:>8}  {}: {}{}\n", local_time(entry.created_at),
                     coins::entry_kind_name(entry.kind), coins::tier_name(entry.tier), entry.amount,
                     entry.balance_after, entry.who, entry.reason,
                     entry.question ? " (question " + *entry.question + ")" : "");
}

boost::json::object entry_json(const coins::Entry& entry) {
  boost::json::object object{{"id", entry.id},
                             {"kind", coins::entry_kind_name(entry.kind)},
                             {"tier", coins::tier_name(entry.tier)},
                             {"amount", entry.amount},
                             {"balance_after", entry.balance_after},
                             {"question_id", nullptr},
                             {"who", entry.who},
                             {"reason", entry.reason},
                             {"at", entry.created_at / 1000}};
  if (entry.question) object["question_id"] = *entry.question;
  return object;
}

}  // namespace

int show_coins(const Invocation& invocation, const std::string& name, const std::string& entries) {
  const auto most = number_within(entries, 0, kMostEntries);
  if (!most) {
    return refuse(invocation, {kWrongUsage, fmt::format("--entries {}: give a number from 0 to {}.", entries,
                                                        kMostEntries)});
  }
  const auto settings = settings_of(invocation);
  if (!settings) return refuse(invocation, settings.error());
  const auto database = open_beside_server(*settings);
  if (!database) return refuse(invocation, database.error());
  const auto account = find_account(**database, name);
  if (!account) return refuse(invocation, account.error());
  using Shown = std::pair<coins::Balances, std::vector<coins::Entry>>;
  const auto shown = (*database)->read_now([&](store::Transaction& tx) -> base::Result<Shown> {
    return Shown(coins::balances(tx, account->id), coins::entries(tx, account->id, *most));
  });
  if (!shown) return refuse(invocation, shown.error());
  const auto& [balances, newest] = *shown;

  std::string text = fmt::format("{}: {}\n", account->username, balances_text(balances));
  if (!newest.empty()) {
    text += fmt::format("\n{:16}  {:7}  {:6}  {:>8}  {:>8}  {}\n", "WHEN", "ENTRY", "COIN", "CHANGE",
                        "BALANCE", "WHO: WHY");
  }
  boost::json::array array;
  for (const coins::Entry& entry : newest) {
    text += entry_text(entry);
    array.push_back(entry_json(entry));
  }
  return answer(invocation, text,
                {{"username", account->username},
                 {"balances", chat::balances_json(balances)},
                 {"entries", std::move(array)}});
}

int grant_coins(const Invocation& invocation, const CoinsToMove& coins) {
  return move_coins(invocation, coins, Direction::kGive);
}

int take_coins(const Invocation& invocation, const CoinsToMove& coins) {
  return move_coins(invocation, coins, Direction::kTake);
}

}  // namespace server
