// Lists of entries, however they are cut into pages.
#include <random>

#include "ledger_fixture.h"

namespace coins {
namespace {

class Entries : public LedgerFixture {
 protected:
  // Of both accounts in all tiers, in a mixture, so that each purse passes several milestones.
  void move_coins(int times) {
    EXPECT_TRUE(run([this, times](store::Transaction& tx) -> base::Result<> {
      for (int i = 0; i < times; ++i) {
        const auto tier = static_cast<Tier>(random_() % 3);
        const std::int64_t account = random_() % 4 == 0 ? kBob : kAlice;
        if (auto given = coins::grant(tx, account, tier, 1, "admin:root", ""); !given)
          return base::fail(given.error());
      }
      return {};
    }));
  }

  // Without the list's own way.
  std::vector<std::int64_t> ids(std::int64_t account) {
    return run([account](store::Transaction& tx) -> base::Result<std::vector<std::int64_t>> {
             std::vector<std::int64_t> out;
             tx.each<std::int64_t>(
                 "SELECT id FROM coin_entries WHERE account_id = :account ORDER BY id DESC",
                 [&out](const auto& row) { out.push_back(std::get<0>(row)); }, account);
             return out;
           })
        .value();
  }

  std::vector<std::int64_t> listed(std::int64_t account, std::int64_t page) {
    std::vector<std::int64_t> out;
    std::optional<std::int64_t> before;
    while (true) {
      const auto some = entries(account, page, before);
      EXPECT_LE(some.size(), static_cast<std::size_t>(page));
      for (const Entry& entry : some) {
        EXPECT_EQ(entry.account, account);
        out.push_back(entry.id);
      }
      if (some.empty()) return out;
      before = some.back().id;
    }
  }

  std::int64_t milestones() {
    return run([](store::Transaction& tx) -> base::Result<std::int64_t> {
             return std::get<0>(
                 tx.first<std::int64_t>("SELECT count(*) FROM coin_entries WHERE milestone = 1").value());
           })
        .value();
  }

  std::mt19937 random_{7};  // NOLINT(cert-msc51-cpp): the same each time
};

TEST_F(Entries, ArePagedWithoutGap) {
  move_coins(700);
  for (const std::int64_t page : {1, 7, 50, 1000}) {
    EXPECT_EQ(listed(kAlice, page), ids(kAlice)) << page;
    EXPECT_EQ(listed(kBob, page), ids(kBob)) << page;
  }
  EXPECT_GT(milestones(), 10);
  EXPECT_LT(milestones(), 30);
}

TEST_F(Entries, BeforeAnyNumberAreThoseThatAreOlder) {
  move_coins(300);
  const auto all = ids(kAlice);
  for (std::int64_t before = 0; before <= 301; ++before) {
    std::vector<std::int64_t> older;
    for (const std::int64_t id : all) {
      if (id < before && older.size() < 3) older.push_back(id);
    }
    std::vector<std::int64_t> found;
    for (const Entry& entry : entries(kAlice, 3, before)) found.push_back(entry.id);
    EXPECT_EQ(found, older) << before;
  }
}

TEST_F(Entries, OfBeforeThereWereMilestonesAreListedWithLaterOnes) {
  move_coins(200);
  // As the migration leaves what it finds.
  ASSERT_TRUE(sql(home_.on_postgresql() ? "ALTER TABLE coin_entries DISABLE TRIGGER USER"
                                        : "DROP TRIGGER coin_entries_no_update"));
  ASSERT_TRUE(sql("UPDATE coin_entries SET previous = NULL, milestone = 1"));
  ASSERT_TRUE(sql("UPDATE coin_balances SET since_milestone = 0"));
  move_coins(200);
  for (const std::int64_t page : {1, 7, 1000}) EXPECT_EQ(listed(kAlice, page), ids(kAlice)) << page;
  EXPECT_LT(milestones(), 220);
  // All but the guard that this test took away.
  EXPECT_TRUE(verify().drift.value_or("none").starts_with("the database does not protect its entries"));
}

}  // namespace
}  // namespace coins
