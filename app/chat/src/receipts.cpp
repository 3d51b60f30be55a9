#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <chat/receipts.h>
#include <coins/ledger.h>
#include <tutor/question_start.h>

namespace chat {
namespace {

constexpr std::size_t kQuestionUnits = 80;

// The rule's sentence, and what somebody who moved coins by hand had to say.
std::string explanation_of(const coins::Entry& entry) {
  std::string explanation(coins::rule_sentence(entry.rule));
  const bool by_hand = entry.rule == coins::Rule::kGift || entry.rule == coins::Rule::kCorrection;
  if (by_hand && !entry.reason.empty()) explanation += " The reason given: " + entry.reason;
  return explanation;
}

// A student is not told which administrator.
std::string_view actor_of(const coins::Entry& entry) {
  switch (entry.rule) {
    case coins::Rule::kQuestion:
    case coins::Rule::kStoppedBeforeText:
    case coins::Rule::kStoppedAfterText:
      return "you";
    default:
      return entry.who == "system" ? "system" : "an administrator";
  }
}

boost::json::object receipt_json(const coins::Entry& entry,
                                 const std::optional<tutor::QuestionStart>& question) {
  boost::json::object json{{"id", entry.id},
                           {"tier", coins::tier_name(entry.tier)},
                           {"kind", coins::entry_kind_name(entry.kind)},
                           {"amount", entry.amount},
                           {"balance_after", entry.balance_after},
                           {"at", entry.created_at / 1000},
                           {"question_id", nullptr},
                           {"question", nullptr},
                           {"conversation_id", nullptr},
                           {"rule", coins::rule_name(entry.rule)},
                           {"explanation", explanation_of(entry)},
                           {"who", actor_of(entry)}};
  if (entry.question) json["question_id"] = *entry.question;
  if (question) {
    json["question"] = question->text;
    json["conversation_id"] = question->conversation_id;
  }
  return json;
}

}  // namespace

ReceiptPage receipt_page(store::Transaction& tx, std::int64_t account, std::int64_t limit,
                         std::optional<std::int64_t> before) {
  std::vector<coins::Entry> entries = coins::entries(tx, account, limit + 1, before);
  ReceiptPage page;
  if (entries.size() > static_cast<std::size_t>(limit)) {
    entries.pop_back();
    page.next = entries.back().id;
  }
  for (const coins::Entry& entry : entries) {
    std::optional<tutor::QuestionStart> question;
    if (entry.question) question = tutor::question_start(tx, account, *entry.question, kQuestionUnits);
    page.receipts.push_back(receipt_json(entry, question));
  }
  return page;
}

}  // namespace chat
