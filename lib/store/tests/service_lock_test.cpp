#include <optional>

#include <store/service_lock.h>

#include "temporary_database.h"

namespace store {
namespace {

TEST(ServiceLock, IsHeldByOneAtATime) {
  const TemporaryFolder folder;
  std::optional<ServiceLock> first = ServiceLock::take(folder.url()).value();
  const auto second = ServiceLock::take(folder.url());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, kDatabaseInUse);
  first.reset();
  EXPECT_TRUE(ServiceLock::take(folder.url()));
}

TEST(ServiceLock, LeavesTheDatabaseToCommandsBesideTheServer) {
  const TemporaryFolder folder;
  const auto lock = ServiceLock::take(folder.url());
  ASSERT_TRUE(lock);
  const auto database = open_notes(folder.url());
  EXPECT_TRUE(database->write_now([](Transaction& tx) { return add_note(tx, "a"); }));
}

TEST(ServiceLock, KeepsDatabasesApart) {
  const TemporaryFolder folder;
  const auto one = ServiceLock::take(folder.url("one.sqlite"));
  const auto other = ServiceLock::take(folder.url("other.sqlite"));
  EXPECT_TRUE(one);
  EXPECT_TRUE(other);
}

TEST(ServiceLock, IsNotNeededInMemory) {
  const auto one = ServiceLock::take("sqlite::memory:");
  const auto other = ServiceLock::take("sqlite::memory:");
  EXPECT_TRUE(one);
  EXPECT_TRUE(other);
}

TEST(ServiceLock, SaysWhyItCannotBeTaken) {
  const auto lock = ServiceLock::take("sqlite:/nowhere/at/all.sqlite");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, kDatabaseUnavailable);
}

}  // namespace
}  // namespace store
