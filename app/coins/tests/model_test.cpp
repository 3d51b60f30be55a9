// Random operations against a model of the ledger that is a few maps.
#include <map>
#include <random>
#include <utility>

#include "ledger_fixture.h"

namespace coins {
namespace {

struct Model {
  struct Question {
    std::int64_t account;
    Tier tier;
    bool open;
  };
  std::map<std::int64_t, Balances> balances;
  std::map<std::string, Question> questions;
};

class ModelTest : public LedgerFixture, public ::testing::WithParamInterface<unsigned> {
 protected:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  // What the model expects: the error's code, or none.
  void expect(const base::Result<Balances>& outcome, std::int64_t account, std::string_view error) {
    ASSERT_EQ(outcome ? std::string_view() : outcome.error().code.name(), error);
    if (outcome) EXPECT_EQ(*outcome, model_.balances[account]);
  }

  void step_grant(std::int64_t account, Tier tier) {
    const std::int64_t count = 1 + pick(3);
    model_.balances[account].of(tier) += count;
    expect(grant(account, tier, count), account, "");
  }

  void step_adjust(std::int64_t account, Tier tier) {
    const std::int64_t amount = static_cast<std::int64_t>(pick(5)) - 4;
    std::int64_t& balance = model_.balances[account].of(tier);
    const bool possible = amount != 0 && balance + amount >= 0;
    if (possible) balance += amount;
    expect(adjust(account, tier, amount), account,
           possible      ? ""
           : amount == 0 ? "invalid_count"
                         : "low_coins");
  }

  void step_reserve(std::int64_t account, Tier tier, const std::string& question) {
    std::int64_t& balance = model_.balances[account].of(tier);
    std::string_view error;
    if (model_.questions.contains(question)) {
      error = "already_reserved";
    } else if (balance == 0) {
      error = "low_coins";
    } else {
      --balance;
      model_.questions[question] = {account, tier, true};
    }
    expect(reserve(account, tier, question), account, error);
  }

  void step_close(const std::string& question, bool settles) {
    const auto found = model_.questions.find(question);
    const bool open = found != model_.questions.end() && found->second.open;
    const std::int64_t account = open ? found->second.account : 0;
    if (open) {
      found->second.open = false;
      if (!settles) ++model_.balances[account].of(found->second.tier);
    }
    expect(settles ? settle(question) : refund(question), account, open ? "" : "reservation_not_open");
  }

  std::mt19937 random_{GetParam()};
  Model model_;
};

TEST_P(ModelTest, AgreesAfterEveryStep) {
  for (int i = 0; i < 400 && !HasFatalFailure(); ++i) {
    const std::int64_t account = 1 + pick(3);
    const Tier tier = static_cast<Tier>(pick(3));
    const std::string question = "q" + std::to_string(pick(60));
    switch (pick(8)) {
      case 0:
        step_grant(account, tier);
        break;
      case 1:
        step_adjust(account, tier);
        break;
      case 2:
        step_close(question, true);
        break;
      case 3:
        step_close(question, false);
        break;
      default:
        step_reserve(account, tier, question);
    }
  }
  EXPECT_EQ(verify().drift, std::nullopt);
  std::size_t open = 0;
  for (const auto& [id, question] : model_.questions) open += question.open ? 1 : 0;
  EXPECT_EQ(open_reservations().size(), open);
  for (const auto& [account, expected] : model_.balances) EXPECT_EQ(balances(account), expected);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ModelTest, ::testing::Range(1U, 6U));

}  // namespace
}  // namespace coins
