#include <filesystem>

#include "temporary_database.h"

namespace store {
namespace {

TEST(SqliteNoConnection, AReadWithoutOneFailsAndTheNextWorksWhenThereIsOne) {
  const TemporaryFolder folder;
  static_cast<void>(open_notes(folder.url()));
  const auto database = open_or_fail(folder.url(), {.create = false, .readers = 1});
  const auto count = [](Transaction& tx) -> base::Result<std::int64_t> {
    return std::get<0>(*tx.first<std::int64_t>("SELECT count(*) FROM notes"));
  };
  // The first reader has yet to connect.
  std::filesystem::rename(folder.file("test.sqlite"), folder.file("away.sqlite"));
  for (int attempt = 0; attempt < 2; ++attempt) {
    const auto refused = database->read_now(count);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, kDatabaseUnavailable);
  }
  std::filesystem::rename(folder.file("away.sqlite"), folder.file("test.sqlite"));
  EXPECT_EQ(database->read_now(count).value(), 0);
}

}  // namespace
}  // namespace store
