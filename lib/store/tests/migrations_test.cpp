#include <thread>

#include <store/migrations.h>

#include "temporary_database.h"

namespace store {
namespace {

constexpr Migration kFirst{
    .number = 1,
    .name = "notes",
    .sql =
        "CREATE TABLE notes (id $IDENTITY, text TEXT NOT NULL);"
        "CREATE INDEX notes_text ON notes (text);",
    .sql_sqlite =
        "CREATE TRIGGER notes_stay BEFORE DELETE ON notes "
        "BEGIN SELECT RAISE(ABORT, 'notes stay'); END;",
    .sql_postgresql =
        "CREATE FUNCTION notes_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'notes stay' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$;"
        "CREATE TRIGGER notes_stay BEFORE DELETE ON notes "
        "FOR EACH ROW EXECUTE FUNCTION notes_stay();"};
constexpr Migration kSecond{.number = 2, .name = "tags", .sql = "CREATE TABLE tags (tag TEXT);"};
constexpr Migration kBroken{
    .number = 3, .name = "broken", .sql = "CREATE TABLE half (x TEXT); CREATE TABLE half (x TEXT);"};

class Migrations : public WithDatabase {
 protected:
  std::unique_ptr<Database> database_ = open_or_fail(url());
};

TEST_F(Migrations, AppliesWhatIsMissingInOrderAndOnce) {
  const Migration known[] = {kSecond, kFirst};
  EXPECT_EQ(pending(*database_, known)->size(), 2U);
  const auto first = migrate(*database_, known);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->applied, (std::vector<std::string>{"1 notes", "2 tags"}));
  EXPECT_EQ(first->already, 0U);
  const auto again = migrate(*database_, known);
  EXPECT_TRUE(again->applied.empty());
  EXPECT_EQ(again->already, 2U);
  EXPECT_TRUE(pending(*database_, known)->empty());
}

TEST_F(Migrations, AppliesAStepThatCameLater) {
  const Migration old[] = {kFirst};
  ASSERT_TRUE(migrate(*database_, old));
  ASSERT_TRUE(database_->write_now([](Transaction& tx) { return add_note(tx, "kept"); }));
  const Migration known[] = {kFirst, kSecond};
  EXPECT_EQ(migrate(*database_, known)->applied, (std::vector<std::string>{"2 tags"}));
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(Migrations, RunsItsOwnSqlOfTheDatabase) {
  const Migration known[] = {kFirst};
  ASSERT_TRUE(migrate(*database_, known));
  const auto refused = database_->write_now([](Transaction& tx) -> base::Result<> {
    static_cast<void>(add_note(tx, "a"));
    tx.change("DELETE FROM notes");
    return {};
  });
  EXPECT_EQ(refused.error().code, kConstraint);
  EXPECT_TRUE(refused.error().message.contains("notes stay")) << refused.error().message;
}

TEST_F(Migrations, AFailedStepLeavesNothingAndThoseBeforeStay) {
  const Migration known[] = {kFirst, kBroken};
  const auto failed = migrate(*database_, known);
  ASSERT_FALSE(failed);
  EXPECT_TRUE(failed.error().message.contains("3 broken")) << failed.error().message;
  const Migration fixed[] = {kFirst, {.number = 3, .name = "broken", .sql = "CREATE TABLE half (x TEXT);"}};
  EXPECT_EQ(migrate(*database_, fixed)->applied, (std::vector<std::string>{"3 broken"}));
}

TEST_F(Migrations, RefusesADatabaseOfANewerVersionUnchanged) {
  const Migration newer[] = {kFirst, kSecond};
  ASSERT_TRUE(migrate(*database_, newer));
  const Migration known[] = {kFirst,
                             {.number = 0, .name = "would be new", .sql = "CREATE TABLE late (x TEXT);"}};
  EXPECT_EQ(pending(*database_, known).error().code, kDatabaseNewer);
  const auto refused = migrate(*database_, known);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kDatabaseNewer);
  EXPECT_TRUE(refused.error().message.contains("made by a newer version of AI Lab"));
  EXPECT_EQ(pending(*database_, newer)->size(), 0U);
}

TEST_F(Migrations, RefusesTwoStepsOfOneNumber) {
  const Migration known[] = {kFirst, {.number = 1, .name = "twin", .sql = ""}};
  EXPECT_FALSE(migrate(*database_, known));
}

TEST_F(Migrations, TwoProgramsMayMigrateAtOnce) {
  const Migration known[] = {kFirst, kSecond};
  const auto other = open_or_fail(url());
  base::Result<MigrationReport> theirs;
  std::jthread thread([&] { theirs = migrate(*other, known); });
  const auto ours = migrate(*database_, known);
  thread.join();
  ASSERT_TRUE(ours) << ours.error().message;
  ASSERT_TRUE(theirs) << theirs.error().message;
  EXPECT_EQ(ours->applied.size() + theirs->applied.size(), 2U);
}

}  // namespace
}  // namespace store
