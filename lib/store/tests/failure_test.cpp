#include "temporary_database.h"

namespace store {
namespace {

class FailureTest : public WithDatabase {};

TEST_F(FailureTest, ReadersCannotWrite) {
  const auto database = open_notes(url());
  const auto refused = database->read_now([](Transaction& tx) { return add_note(tx, "a"); });
  EXPECT_EQ(refused.error().code, kDatabaseReadOnly);
  EXPECT_EQ(count_notes(*database), 0);
}

TEST_F(FailureTest, ARuleOfTheSchemaIsNamed) {
  const auto database = open_notes(url());
  const auto refused = database->write_now([](Transaction& tx) { return add_note(tx, ""); });
  EXPECT_EQ(refused.error().code, kConstraint);
  EXPECT_TRUE(refused.error().message.contains("text_is_there")) << refused.error().message;
}

TEST_F(FailureTest, AForeignKeyIsCheckedEvenWithReturning) {
  const auto database = open_notes(url());
  const auto refused = database->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("CREATE TABLE remarks (note BIGINT REFERENCES notes (id))");
    static_cast<void>(tx.first<int>("INSERT INTO remarks VALUES (99) RETURNING note"));
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kConstraint);
}

TEST_F(FailureTest, AWrongStatementIsABugWithoutItsValues) {
  const auto database = open_notes(url());
  const auto refused = database->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("INSERT INTO nowhere VALUES (:secret)", "hunter2");
    return {};
  });
  EXPECT_EQ(refused.error().code, kDatabaseFailed);
  EXPECT_FALSE(refused.error().message.contains("hunter2")) << refused.error().message;
  const auto twice = database->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("INSERT INTO notes (text) VALUES (:secret)", "hunter2");
    tx.change("INSERT INTO notes (text) VALUES (:secret)", "hunter2");
    return {};
  });
  EXPECT_FALSE(twice.error().message.contains("hunter2")) << twice.error().message;
}

}  // namespace
}  // namespace store
