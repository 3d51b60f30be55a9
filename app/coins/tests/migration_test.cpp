// A ledger of an earlier version, brought up to date.
#include <map>

#include "ledger_fixture.h"

namespace coins {
namespace {

class OldLedger : public ::testing::Test {
 protected:
  OldLedger() : database_(store::Database::open(home_.url()).value()) {
    EXPECT_TRUE(store::migrate(*database_, migrations().first(1)));
    sql("INSERT INTO coin_balances (account_id, tier, balance) VALUES (1, 'gold', 7)");
    entry("grant", 5, "NULL", "system", "starting coins", 5);
    entry("grant", 3, "NULL", "admin:root", "well done", 8);
    entry("adjust", 1, "NULL", "admin:root", "a mistake", 9);
    std::int64_t balance = 9;
    for (const std::string reason :
         {"answer delivered", "stopped", "upstream_error", "upstream_timeout", "interrupted"}) {
      const std::string question = "'" + reason + "'";
      const bool settles = reason == "answer delivered";
      sql("INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at, closed_at) "
          "VALUES "
          "(" +
          question + ", 1, 'gold', '" + (settles ? "settled" : "refunded") + "', 1, 2)");
      entry("reserve", -1, question, "system", "question asked", --balance);
      if (!settles) ++balance;
      entry(settles ? "settle" : "refund", settles ? 0 : 1, question, "system", reason, balance);
    }
    sql("INSERT INTO coin_reservations (question_id, account_id, tier, state, created_at) VALUES ('open', 1, "
        "'gold', 'open', 1)");
    entry("reserve", -1, "'open'", "system", "question asked", --balance);
  }

  void sql(const std::string& text) {
    const auto done = database_->write_now([text](store::Transaction& tx) -> base::Result<> {
      tx.change(text);
      return {};
    });
    ASSERT_TRUE(done) << done.error().message;
  }

  void entry(const std::string& kind, std::int64_t amount, const std::string& question,
             const std::string& who, const std::string& reason, std::int64_t balance_after) {
    sql("INSERT INTO coin_entries (account_id, tier, kind, amount, question_id, who, reason, balance_after, "
        "created_at) VALUES (1, 'gold', '" +
        kind + "', " + std::to_string(amount) + ", " + question + ", '" + who + "', '" + reason + "', " +
        std::to_string(balance_after) + ", 1)");
  }

  store::TestDatabase home_{store::SqlitePlace::kMemory};
  std::unique_ptr<store::Database> database_;
};

TEST_F(OldLedger, GetsTheRulesThatItsEntriesFollowed) {
  const auto migrated = store::migrate(*database_, migrations());
  ASSERT_TRUE(migrated) << migrated.error().message;
  const auto known = database_->read_now(
      [](store::Transaction& tx) -> base::Result<std::vector<Entry>> { return entries(tx, 1, 100); });
  ASSERT_TRUE(known) << known.error().message;
  std::map<std::string, Rule> closing;
  std::vector<Rule> other;
  for (const Entry& entry : *known) {
    if (entry.kind == EntryKind::kSettle || entry.kind == EntryKind::kRefund) {
      closing[*entry.question] = entry.rule;
    } else if (entry.kind != EntryKind::kReserve) {
      other.push_back(entry.rule);
    } else {
      EXPECT_EQ(entry.rule, Rule::kQuestion);
    }
  }
  EXPECT_EQ(other, (std::vector{Rule::kCorrection, Rule::kGift, Rule::kStartingCoins}));
  EXPECT_EQ(closing, (std::map<std::string, Rule>{{"answer delivered", Rule::kComplete},
                                                  {"stopped", Rule::kStoppedBeforeText},
                                                  {"upstream_error", Rule::kUpstreamError},
                                                  {"upstream_timeout", Rule::kUpstreamTimeout},
                                                  {"interrupted", Rule::kInterruptedByCrash}}));
}

TEST_F(OldLedger, AddsUpAndGoesOn) {
  ASSERT_TRUE(store::migrate(*database_, migrations()));
  const auto audited = database_->write_now([](store::Transaction& tx) -> base::Result<Audit> {
    if (auto closed = refund(tx, "open", Rule::kInterruptedByCrash); !closed)
      return base::fail(closed.error());
    return verify(tx);
  });
  ASSERT_TRUE(audited) << audited.error().message;
  EXPECT_EQ(audited->drift, std::nullopt);
  EXPECT_EQ(audited->entries, 15);
}

TEST_F(OldLedger, ListsItsEntriesWithThoseThatFollow) {
  ASSERT_TRUE(store::migrate(*database_, migrations()));
  constexpr std::size_t kLater = 80;
  const auto pages = database_->write_now([](store::Transaction& tx) -> base::Result<std::vector<Entry>> {
    for (std::size_t i = 0; i < kLater; ++i) {
      if (auto given = grant(tx, 1, Tier::kGold, 1, "admin:root", ""); !given)
        return base::fail(given.error());
    }
    std::vector<Entry> out = entries(tx, 1, 10);
    while (true) {
      const auto page = entries(tx, 1, 10, out.back().id);
      if (page.empty()) return out;
      out.insert(out.end(), page.begin(), page.end());
    }
  });
  ASSERT_TRUE(pages) << pages.error().message;
  ASSERT_EQ(pages->size(), 14 + kLater);
  for (std::size_t i = 0; i < pages->size(); ++i)
    EXPECT_EQ((*pages)[i].id, static_cast<std::int64_t>(pages->size() - i));
}

TEST_F(OldLedger, IsStillProtected) {
  ASSERT_TRUE(store::migrate(*database_, migrations()));
  for (const std::string text : {"UPDATE coin_entries SET rule = 'gift'", "DELETE FROM coin_entries"}) {
    EXPECT_FALSE(database_->write_now([text](store::Transaction& tx) -> base::Result<> {
      tx.change(text);
      return {};
    })) << text;
  }
}

}  // namespace
}  // namespace coins
