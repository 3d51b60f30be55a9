#include <set>

#include "ledger_fixture.h"

namespace coins {
namespace {

std::vector<Rule> all_rules() {
  std::vector<Rule> rules;
  for (int i = 0; i <= static_cast<int>(Rule::kNotBooked); ++i) rules.push_back(static_cast<Rule>(i));
  return rules;
}

TEST(Rules, EachHasANameOfItsOwnAndASentence) {
  std::set<std::string_view> names;
  for (const Rule rule : all_rules()) {
    EXPECT_TRUE(names.insert(rule_name(rule)).second) << rule_name(rule);
    EXPECT_EQ(rule_from_name(rule_name(rule)), rule);
    EXPECT_TRUE(rule_sentence(rule).ends_with('.')) << rule_name(rule);
  }
  EXPECT_EQ(rule_from_name("theft"), std::nullopt);
}

TEST(Rules, TellTheStudentWhatBecameOfTheCoin) {
  for (const Rule rule : all_rules()) {
    const std::string_view sentence = rule_sentence(rule);
    EXPECT_EQ(kind_of_rule(rule) == EntryKind::kSettle, sentence.ends_with("the coin was spent."))
        << sentence;
    EXPECT_EQ(kind_of_rule(rule) == EntryKind::kRefund, sentence.ends_with("the coin came back."))
        << sentence;
  }
}

using RulesOfEntries = LedgerFixture;

TEST_F(RulesOfEntries, AreKeptWithEachEntry) {
  ASSERT_TRUE(run([](store::Transaction& tx) {
    return coins::grant(tx, kAlice, Tier::kGold, 9, "system", "starting coins", Rule::kStartingCoins);
  }));
  for (const Rule rule : all_rules()) {
    const std::string question(rule_name(rule));
    if (kind_of_rule(rule) == EntryKind::kSettle) {
      ASSERT_TRUE(reserve(kAlice, Tier::kGold, question));
      ASSERT_TRUE(settle(question, rule));
    } else if (kind_of_rule(rule) == EntryKind::kRefund) {
      ASSERT_TRUE(reserve(kAlice, Tier::kGold, question));
      ASSERT_TRUE(refund(question, rule));
    } else {
      continue;
    }
    EXPECT_EQ(entries(kAlice, 1).front().rule, rule);
  }
  EXPECT_EQ(entries(kAlice).back().rule, Rule::kStartingCoins);
}

TEST_F(RulesOfEntries, OfAnotherKindAreABug) {
  ASSERT_TRUE(grant(kAlice, Tier::kGold, 1));
  ASSERT_TRUE(reserve(kAlice, Tier::kGold, "q1"));
  EXPECT_FALSE(settle("q1", Rule::kUpstreamError));
  EXPECT_FALSE(refund("q1", Rule::kComplete));
  EXPECT_EQ(open_reservations().size(), 1U);
}

}  // namespace
}  // namespace coins
