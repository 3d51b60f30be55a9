// What the migrations make of rows that were there before.
#include <gtest/gtest.h>

#include <base/ids.h>
#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <accounts/records.h>
#include <accounts/schema.h>

namespace accounts {
namespace {

TEST(AccountsMigrations, SessionsOfBeforeGetAPublicId) {
  const store::TestDatabase home;
  const auto database = store::Database::open(home.url()).value();
  ASSERT_TRUE(store::migrate(*database, migrations().first(1)));
  ASSERT_TRUE(database->write_now([](store::Transaction& tx) -> base::Result<> {
    tx.change(
        "INSERT INTO accounts (id, username, normalized_username, password_hash, role, created_at) "
        "VALUES (1, 'ada', 'ada', 'x', 'student', 0)");
    for (const char* id : {"a", "b"})
      tx.change("INSERT INTO sessions VALUES (:id, 1, 0, 0, :expires)", id, tx.now() + 1000);
    return {};
  }));
  ASSERT_TRUE(store::migrate(*database, migrations()));
  const auto sessions = database->read_now(
      [](store::Transaction& tx) -> base::Result<std::vector<SessionSummary>> { return sessions_of(tx, 1); });
  ASSERT_EQ(sessions->size(), 2U);
  for (const SessionSummary& one : *sessions) {
    EXPECT_TRUE(base::is_uuid(one.public_id));
    EXPECT_EQ(one.agent, "");
  }
  EXPECT_NE(sessions->at(0).public_id, sessions->at(1).public_id);
}

}  // namespace
}  // namespace accounts
