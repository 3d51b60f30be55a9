// What the migrations make of rows that were there before.
#include <gtest/gtest.h>

#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <accounts/schema.h>
#include <coins/schema.h>
#include <tutor/records.h>

namespace tutor {
namespace {

TEST(TutorMigrations, KnowHowLongTheTextsOfBeforeAre) {
  const store::TestDatabase home;
  const auto database = store::Database::open(home.url()).value();
  std::vector<store::Migration> before;
  for (const auto part : {accounts::migrations(), coins::migrations()})
    before.insert(before.end(), part.begin(), part.end());
  before.push_back(migrations().front());
  ASSERT_TRUE(store::migrate(*database, before));
  ASSERT_TRUE(database->write_now([](store::Transaction& tx) -> base::Result<> {
    tx.change(
        "INSERT INTO accounts (id, username, normalized_username, password_hash, role, created_at) "
        "VALUES (1, 'ada', 'ada', 'x', 'student', 0)");
    tx.change("INSERT INTO conversations VALUES ('c', 1, 'Why?', 0, 0)");
    tx.change("INSERT INTO questions VALUES ('q', 'c', 1, 1, 'gold', 'Why?', 0)");
    tx.change(
        "INSERT INTO answers (question_id, text, state, charged, refunded) VALUES ('q', 'Gr\u00fc\u00dfe', "
        "'running', 0, 0)");
    return {};
  }));

  auto all = before;
  all.insert(all.end(), migrations().begin() + 1, migrations().end());
  ASSERT_TRUE(store::migrate(*database, all));
  ASSERT_TRUE(database->write_now([](store::Transaction& tx) -> base::Result<> {
    extend_text(tx, "q", 7, "!");
    return {};
  }));
  const auto answer =
      database->read_now([](store::Transaction& tx) -> base::Result<std::optional<StoredAnswer>> {
        return find_answer(tx, 1, "q");
      });
  EXPECT_EQ(answer.value()->text, "Gr\u00fc\u00dfe!");
  EXPECT_EQ(answer.value()->node, "");
}

}  // namespace
}  // namespace tutor
