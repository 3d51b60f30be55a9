#include <array>
#include <utility>

#include <coins/rule.h>

namespace coins {
namespace {

constexpr std::array<std::pair<EntryKind, std::string_view>, 5> kKinds{{
    {EntryKind::kGrant, "grant"},
    {EntryKind::kReserve, "reserve"},
    {EntryKind::kSettle, "settle"},
    {EntryKind::kRefund, "refund"},
    {EntryKind::kAdjust, "adjust"},
}};

struct Row {
  Rule rule;
  EntryKind kind;
  std::string_view name;
  std::string_view sentence;
};

constexpr std::array kRows{
    Row{Rule::kStartingCoins, EntryKind::kGrant, "starting_coins", "A new account begins with these coins."},
    Row{Rule::kGift, EntryKind::kGrant, "gift", "You were given these coins."},
    Row{Rule::kCorrection, EntryKind::kAdjust, "correction", "Your balance was corrected."},
    Row{Rule::kQuestion, EntryKind::kReserve, "question", "You asked a question, so one coin was set aside."},
    Row{Rule::kComplete, EntryKind::kSettle, "complete", "The answer was complete, so the coin was spent."},
    Row{Rule::kLengthLimit, EntryKind::kSettle, "length_limit",
        "The answer reached the longest length that this coin buys, so the coin was spent."},
    Row{Rule::kStoppedAfterText, EntryKind::kSettle, "stopped_after_text",
        "You stopped the answer after it had begun, so the coin was spent."},
    Row{Rule::kStoppedBeforeText, EntryKind::kRefund, "stopped_before_text",
        "You stopped the answer before it had begun, so the coin came back."},
    Row{Rule::kUpstreamError, EntryKind::kRefund, "upstream_error",
        "The model could not finish the answer, so the coin came back."},
    Row{Rule::kUpstreamTimeout, EntryKind::kRefund, "upstream_timeout",
        "The model took too long to answer, so the coin came back."},
    Row{Rule::kEmptyAnswer, EntryKind::kRefund, "empty_answer",
        "The model sent an empty answer, so the coin came back."},
    Row{Rule::kContentFilter, EntryKind::kRefund, "content_filter",
        "The model's content filter ended the answer, so the coin came back."},
    Row{Rule::kInterruptedByShutdown, EntryKind::kRefund, "interrupted_by_shutdown",
        "The server was stopped before the answer was complete, so the coin came back."},
    Row{Rule::kInterruptedByCrash, EntryKind::kRefund, "interrupted_by_crash",
        "The server failed before the answer was complete, so the coin came back."},
    Row{Rule::kNotBooked, EntryKind::kRefund, "not_booked",
        "The server could not record the end of the answer, so the coin came back."},
};

constexpr bool in_the_order_of_the_enum() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows.at(i).rule) != i) return false;
  }
  return true;
}
static_assert(in_the_order_of_the_enum());

const Row& row_of(Rule rule) {
  return kRows.at(static_cast<std::size_t>(rule));
}

}  // namespace

std::string_view entry_kind_name(EntryKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return "";
}

std::optional<EntryKind> entry_kind_from_name(std::string_view name) {
  for (const auto& [kind, known] : kKinds) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::string_view rule_name(Rule rule) {
  return row_of(rule).name;
}

std::optional<Rule> rule_from_name(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.rule;
  }
  return std::nullopt;
}

EntryKind kind_of_rule(Rule rule) {
  return row_of(rule).kind;
}

std::string_view rule_sentence(Rule rule) {
  return row_of(rule).sentence;
}

}  // namespace coins
