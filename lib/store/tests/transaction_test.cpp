#include <limits>

#include "temporary_database.h"

namespace store {
namespace {

class TransactionTest : public WithDatabase {
 protected:
  std::unique_ptr<Database> database_ = open_notes(url());
};

TEST_F(TransactionTest, ReadsWhatItWrote) {
  const auto row = database_->write_now([](Transaction& tx) -> base::Result<std::string> {
    EXPECT_EQ(tx.change("INSERT INTO notes (id, text) VALUES (:id, :text)", 7, "seven"), 1);
    const auto found = tx.first<std::int64_t, std::string>("SELECT id, text FROM notes WHERE id = :id", 7);
    EXPECT_EQ(std::get<0>(*found), 7);
    return std::get<1>(*found);
  });
  EXPECT_EQ(row.value(), "seven");
}

TEST_F(TransactionTest, ReturnsTheIdOfAnInsertedRow) {
  const auto ids = database_->write_now([](Transaction& tx) -> base::Result<std::pair<int, int>> {
    constexpr std::string_view kInsert = "INSERT INTO notes (text) VALUES (:text) RETURNING id";
    const auto one = tx.first<int>(kInsert, "a");
    const auto two = tx.first<int>(kInsert, "b");
    return std::pair(std::get<0>(*one), std::get<0>(*two));
  });
  EXPECT_EQ(ids.value(), std::pair(1, 2));
}

TEST_F(TransactionTest, ListsRowsAndRunsOneStatementAgain) {
  const auto done = database_->write_now([](Transaction& tx) -> base::Result<> {
    for (const std::string_view text : {"a", "b", "c"}) {
      if (auto added = add_note(tx, text); !added) return added;
    }
    const auto rows = tx.all<std::string>("SELECT text FROM notes WHERE id > :id ORDER BY id", 1);
    EXPECT_EQ(rows.size(), 2U);
    // first() leaves rows unread; the statement must still be usable.
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(std::get<0>(*tx.first<std::string>("SELECT text FROM notes ORDER BY id")), "a");
    EXPECT_FALSE(tx.first<std::string>("SELECT text FROM notes WHERE id = :id", 99));
    return {};
  });
  EXPECT_TRUE(done);
}

TEST_F(TransactionTest, TellsHowAnIndexIsDefinedForAsLongAsItIsThere) {
  const auto told =
      database_->write_now([](Transaction& tx) -> base::Result<std::vector<std::optional<std::string>>> {
        std::vector<std::optional<std::string>> out;
        tx.change("CREATE UNIQUE INDEX notes_again ON notes (text)");
        out.push_back(tx.definition_of("notes", "notes_again"));
        tx.change("DROP INDEX notes_again");
        out.push_back(tx.definition_of("notes", "notes_again"));
        out.push_back(tx.definition_of("elsewhere", "notes_again"));
        return out;
      });
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_TRUE(told->at(0).value_or("").starts_with("CREATE UNIQUE INDEX notes_again"));
  EXPECT_EQ(told->at(1), std::nullopt);
  EXPECT_EQ(told->at(2), std::nullopt);
}

TEST_F(TransactionTest, CountsChangedRows) {
  const auto done = database_->write_now([](Transaction& tx) -> base::Result<> {
    EXPECT_EQ(tx.change("INSERT INTO notes (text) VALUES ('a'), ('b')"), 2);
    constexpr std::string_view kInsert =
        "INSERT INTO notes (text) VALUES (:text) ON CONFLICT (text) DO NOTHING";
    EXPECT_EQ(tx.change(kInsert, "a"), 0);
    EXPECT_EQ(tx.change(kInsert, "c"), 1);
    EXPECT_EQ(tx.change("DELETE FROM notes"), 3);
    return {};
  });
  EXPECT_TRUE(done);
}

TEST_F(TransactionTest, KnowsNullAndChangingTypes) {
  const auto done = database_->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("CREATE TABLE loose (a BIGINT, b TEXT)");
    constexpr std::string_view kInsert = "INSERT INTO loose VALUES (:a, :b)";
    tx.change(kInsert, nullptr, "x");
    tx.change(kInsert, 5, nullptr);
    tx.change(kInsert, std::optional<int>(6), std::optional<std::string>());
    const auto rows = tx.all<std::optional<std::int64_t>, std::optional<std::string>>(
        "SELECT a, b FROM loose ORDER BY coalesce(a, 0)");
    EXPECT_EQ(rows[0], std::tuple(std::nullopt, "x"));
    EXPECT_EQ(rows[1], std::tuple(5, std::nullopt));
    EXPECT_EQ(rows[2], std::tuple(6, std::nullopt));
    return {};
  });
  EXPECT_TRUE(done);
  const auto refused = database_->read_now([](Transaction& tx) -> base::Result<> {
    static_cast<void>(tx.all<int>("SELECT a FROM loose"));
    return {};
  });
  EXPECT_EQ(refused.error().code, kDatabaseFailed);
}

TEST_F(TransactionTest, KeepsLargeNumbersAndAllOfUnicode) {
  const auto done = database_->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("CREATE TABLE loose (a BIGINT, b TEXT)");
    tx.change("INSERT INTO loose VALUES (:a, :b)", std::numeric_limits<std::int64_t>::min(),
              std::string_view("'\"é😀\0.", 10));
    const auto row = tx.first<std::int64_t, std::string>("SELECT a, b FROM loose");
    EXPECT_EQ(std::get<0>(*row), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(std::get<1>(*row), "'\"é😀\uFFFD.");
    return {};
  });
  EXPECT_TRUE(done);
}

TEST_F(TransactionTest, TellsTheTimeOfItsClock) {
  const base::FakeClock clock;
  const auto database = open_or_fail(url(), {.clock = &clock});
  const auto now =
      database->write_now([](Transaction& tx) -> base::Result<std::int64_t> { return tx.now(); });
  EXPECT_EQ(now.value(), base::unix_milliseconds(clock.system_now()));
}

TEST_F(TransactionTest, TellsTheTimeOfTheDatabase) {
  const auto database_now = [](Transaction& tx) -> base::Result<std::int64_t> { return tx.database_now(); };
  // In 2020, and so long ago for the database.
  const base::FakeClock clock;
  const auto database = open_or_fail("sqlite::memory:", {.clock = &clock});
  const std::int64_t first = database->write_now(database_now).value();
  EXPECT_GT(first, base::unix_milliseconds(clock.system_now()));
  EXPECT_GE(database->write_now(database_now).value(), first);
}

}  // namespace
}  // namespace store
