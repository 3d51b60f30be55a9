#include <fstream>
#include <vector>

#include <runtime/log.h>

#include "temporary_database.h"

namespace store {
namespace {

base::Result<> run(Database& database, std::string_view sql) {
  return database.write_now([sql](Transaction& tx) -> base::Result<> {
    static_cast<void>(tx.all<std::string>(sql));
    return {};
  });
}

TEST(SqliteFailure, AFullDiskIsToldAndLeavesTheDatabaseUsable) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url());
  const auto limit = database->write_now([](Transaction& tx) -> base::Result<int> {
    const int pages = std::get<0>(*tx.first<int>("PRAGMA page_count"));
    return std::get<0>(*tx.first<int>("PRAGMA max_page_count=" + std::to_string(pages + 10)));
  });
  ASSERT_TRUE(limit);
  const auto full =
      database->write_now([](Transaction& tx) { return add_note(tx, std::string(1'000'000, 'x')); });
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, kDatabaseFull);
  EXPECT_EQ(count_notes(*database), 0);
  EXPECT_TRUE(database->write_now([](Transaction& tx) { return add_note(tx, "small"); }));
}

TEST(SqliteFailure, TheOperatorReadsOnceThatItFailsAndOnceThatItWorksAgain) {
  std::vector<std::string> log;
  runtime::set_log_sink([&log](runtime::LogLevel, std::string_view line) { log.emplace_back(line); });
  const TemporaryFolder folder;
  {
    const auto database = open_notes(folder.url(), {.busy_timeout = std::chrono::milliseconds(0)});
    const auto other = open_or_fail(folder.url());
    const auto add = [](std::string text) { return [text](Transaction& tx) { return add_note(tx, text); }; };
    EXPECT_FALSE(database->write_now(add("")));  // a job's own failure is nobody's business
    EXPECT_TRUE(other->write_now([&](Transaction& tx) -> base::Result<> {
      if (auto added = add_note(tx, "theirs"); !added) return added;
      EXPECT_FALSE(database->write_now(add("in vain")));
      EXPECT_FALSE(database->write_now(add("in vain")));
      return {};
    }));
    EXPECT_TRUE(database->write_now(add("ours")));
    EXPECT_TRUE(database->write_now(add("again")));
  }
  runtime::set_log_sink(nullptr);
  ASSERT_EQ(log.size(), 2U);
  EXPECT_TRUE(log[0].contains("locked")) << log[0];
  EXPECT_TRUE(log[1].contains("works again")) << log[1];
}

TEST(SqliteFailure, ADatabaseThatMayNotBeWrittenSaysSo) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url());
  ASSERT_TRUE(run(*database, "PRAGMA query_only=ON"));
  const auto refused = database->write_now([](Transaction& tx) { return add_note(tx, "a"); });
  EXPECT_EQ(refused.error().code, kDatabaseReadOnly);
}

TEST(SqliteFailure, AnotherProgramsLockIsToldAndWaitedOutLater) {
  const TemporaryFolder folder;
  const auto database = open_notes(folder.url(), {.busy_timeout = std::chrono::milliseconds(0)});
  const auto other = open_or_fail(folder.url());
  const auto blocked = other->write_now([&](Transaction& tx) -> base::Result<base::ErrorCode> {
    static_cast<void>(add_note(tx, "theirs"));
    const auto ours = database->write_now([](Transaction& inner) { return add_note(inner, "ours"); });
    EXPECT_FALSE(ours);
    return ours.error().code;
  });
  EXPECT_EQ(blocked.value(), kDatabaseLocked);
  EXPECT_TRUE(database->write_now([](Transaction& tx) { return add_note(tx, "ours"); }));
  EXPECT_EQ(count_notes(*database), 2);
}

TEST(SqliteFailure, ADamagedFileSaysSo) {
  const TemporaryFolder folder;
  {
    const auto database = open_notes(folder.url());
    for (int i = 0; i < 200; ++i) {
      ASSERT_TRUE(database->write_now(
          [i](Transaction& tx) { return add_note(tx, std::to_string(i) + std::string(500, 'x')); }));
    }
  }
  {
    constexpr std::streamoff kPage = 4096;  // the first page stays: it is the header and the schema
    std::fstream file(folder.file("test.sqlite"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(kPage);
    const std::string noise(10 * kPage, '\xff');
    file.write(noise.data(), static_cast<std::streamsize>(noise.size()));
  }
  const auto database = open_or_fail(folder.url());
  const auto sum = database->read_now([](Transaction& tx) -> base::Result<std::int64_t> {
    return std::get<0>(*tx.first<std::int64_t>("SELECT sum(length(text)) FROM notes"));
  });
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.error().code, kDatabaseCorrupt);
}

}  // namespace
}  // namespace store
