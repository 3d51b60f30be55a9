#include <chrono>
#include <set>

#include <gtest/gtest.h>

#include <base/ids.h>

namespace base {
namespace {

TEST(Ids, TokensHaveTheLengthOfTheirBytes) {
  EXPECT_EQ(random_token(15).size(), 20U);
  EXPECT_EQ(random_token(32).size(), 43U);
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
}

TEST(Ids, DoNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_token(15));
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(Ids, UuidsHaveVersionAndVariant) {
  const std::string id = random_uuid();
  EXPECT_TRUE(is_uuid(id));
  EXPECT_EQ(id[14], '4');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
}

TEST(Ids, TimeOrderedUuidsBeginWithTheirTime) {
  // The example of RFC 9562, A.6, and half a millisecond.
  const std::chrono::system_clock::time_point at{std::chrono::milliseconds(0x017f22e279b0) +
                                                 std::chrono::microseconds(500)};
  const std::string id = time_ordered_uuid(at);
  EXPECT_TRUE(is_uuid(id));
  EXPECT_TRUE(id.starts_with("017f22e2-79b0-7800-")) << id;
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
  EXPECT_NE(id, time_ordered_uuid(at));
}

TEST(Ids, TimeOrderedUuidsSortAsTheyWereMade) {
  std::chrono::system_clock::time_point at{std::chrono::hours(24 * 365 * 50)};
  std::string last;
  for (int i = 0; i < 5000; ++i, at += std::chrono::nanoseconds(250)) {
    const std::string id = time_ordered_uuid(at);
    if (!last.empty()) EXPECT_LT(last, id);
    last = id;
  }
}

TEST(Ids, JudgesTheFormOfAUuid) {
  EXPECT_TRUE(is_uuid("00000000-0000-0000-0000-000000000000"));
  EXPECT_TRUE(is_uuid("ABCDEFAB-1234-1234-1234-abcdefabcdef"));
  EXPECT_FALSE(is_uuid(""));
  EXPECT_FALSE(is_uuid("00000000-0000-0000-0000-00000000000"));
  EXPECT_FALSE(is_uuid("00000000-0000-0000-0000-00000000000g"));
  EXPECT_FALSE(is_uuid("000000000000-0000-0000-0000-00000000"));
}

}  // namespace
}  // namespace base
