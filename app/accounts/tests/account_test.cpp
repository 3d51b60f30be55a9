#include <gtest/gtest.h>

#include <accounts/account.h>
#include <accounts/errors.h>

namespace accounts {
namespace {

TEST(Username, HasThreeTo32PlainCharacters) {
  for (const char* good : {"abc", "A.b", "9_-", "student.name-01", "12345678901234567890123456789012"})
    EXPECT_TRUE(check_username(good)) << good;
  for (const char* bad : {"", "ab", "123456789012345678901234567890123", ".abc", "_abc", "-abc", "a b", "a@b",
                          "zoë", "a/b", "abc\n"}) {
    const auto refused = check_username(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, kInvalidUsername);
  }
  EXPECT_FALSE(check_username(std::string_view("ab\0c", 4)));
}

TEST(Username, IsTheSameInEveryCase) {
  EXPECT_EQ(normalized("Ada.L"), "ada.l");
  EXPECT_EQ(normalized("ZZ-9"), "zz-9");
}

TEST(Password, HasEightTo256Units) {
  EXPECT_TRUE(check_password("x1y2z3w4", "ada"));
  EXPECT_TRUE(check_password("😀😀😀😀", "ada"));
  EXPECT_TRUE(check_password(std::string(256, 'x'), "ada"));
  EXPECT_TRUE(check_password("with spaces and ümlaut", "ada"));
  for (const std::string& bad : {std::string(), std::string("x1y2z3w"), std::string(257, 'x')})
    EXPECT_EQ(check_password(bad, "ada").error().code, kWeakPassword) << bad;
}

TEST(Password, IsNotWhatOneGuessesFirst) {
  for (const char* bad : {"password", "PassWord", "12345678", "qwertyuiop"})
    EXPECT_EQ(check_password(bad, "ada").error().code, kWeakPassword) << bad;
  EXPECT_EQ(check_password("ada.lovelace", "Ada.Lovelace").error().code, kWeakPassword);
}

TEST(Password, IsUtf8) {
  EXPECT_EQ(check_password("12345678\xff", "ada").error().code, kWeakPassword);
}

TEST(Role, HasAName) {
  for (const Role role : {Role::kStudent, Role::kInstructor, Role::kAdmin})
    EXPECT_EQ(role_from_name(role_name(role)), role);
  EXPECT_EQ(role_from_name("root"), std::nullopt);
}

}  // namespace
}  // namespace accounts
