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
