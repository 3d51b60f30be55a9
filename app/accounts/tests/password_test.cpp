#include <accounts/password.h>

#include "service_fixture.h"

namespace accounts {
namespace {

TEST(PasswordHash, IsArgon2idWithASaltOfItsOwn) {
  const auto one = hash_password("correct horse", kCheap);
  const auto two = hash_password("correct horse", kCheap);
  EXPECT_TRUE(one->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *one;
  EXPECT_NE(*one, *two);
}

TEST(PasswordHash, FitsItsPasswordAlone) {
  const auto hash = hash_password("correct horse", kCheap);
  EXPECT_TRUE(verify_password(*hash, "correct horse"));
  EXPECT_FALSE(verify_password(*hash, "correct horsf"));
  EXPECT_FALSE(verify_password(*hash, ""));
}

TEST(PasswordHash, TakesEveryByteOfThePassword) {
  const std::string password("nul\0 and after", 14);
  const auto hash = hash_password(password, kCheap);
  EXPECT_TRUE(verify_password(*hash, password));
  EXPECT_FALSE(verify_password(*hash, "nul"));
}

TEST(PasswordHash, ThatCannotBeReadFitsNothing) {
  for (const std::string& hash : {std::string(), std::string("plain"), std::string(500, '$')})
    EXPECT_FALSE(verify_password(hash, "plain"));
}

TEST(PasswordHash, IsMadeAnewWhenTheCostChanged) {
  const auto hash = hash_password("correct horse", kCheap);
  EXPECT_FALSE(needs_rehash(*hash, kCheap));
  EXPECT_TRUE(needs_rehash(*hash, {.operations = 2, .memory_bytes = kCheap.memory_bytes}));
  EXPECT_TRUE(needs_rehash(*hash, {.operations = 1, .memory_bytes = 2 * kCheap.memory_bytes}));
  EXPECT_TRUE(needs_rehash("plain", kCheap));
}

TEST(PasswordHash, IsRefusedWhenThereIsNoMemoryForIt) {
  // More than any machine of ours has, and more than an address space holds.
  const auto refused =
      hash_password("correct horse", {.operations = 1, .memory_bytes = std::size_t{1} << 41});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kBusy);
}

// So that it takes as long: libsodium reads from it what there is to do.
TEST(PasswordHash, OfAnUnknownPasswordIsLikeAnyOther) {
  const auto known = hash_password("correct horse", kCheap);
  const auto unknown = hash_of_unknown_password(kCheap);
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->size(), known->size());
  EXPECT_TRUE(unknown->starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << *unknown;
  // True of one that libsodium cannot read, and would refuse without any work.
  EXPECT_FALSE(needs_rehash(*unknown, kCheap));
  EXPECT_FALSE(verify_password(*unknown, "correct horse"));
  EXPECT_FALSE(verify_password(*unknown, ""));
  EXPECT_NE(*unknown, *hash_of_unknown_password(kCheap));
}

TEST(PasswordHash, OfAnUnknownPasswordIsRefusedWhenThereIsNoMemoryToCheckIt) {
  const auto refused = hash_of_unknown_password({.operations = 1, .memory_bytes = (std::size_t{1} << 52)});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kBusy);
}

}  // namespace
}  // namespace accounts
