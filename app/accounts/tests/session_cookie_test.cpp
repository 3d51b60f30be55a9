#include <gtest/gtest.h>

#include <accounts/session_cookie.h>

namespace accounts {
namespace {

TEST(SessionCookie, IsOutOfReachOfScriptsAndOtherSites) {
  EXPECT_EQ(session_cookie("TOKEN", std::chrono::hours(1), false),
            "ailab_session=TOKEN; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
  EXPECT_EQ(session_cookie("TOKEN", std::chrono::hours(1), true),
            "ailab_session=TOKEN; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure");
}

TEST(SessionCookie, IsTakenBack) {
  EXPECT_EQ(expired_session_cookie(false), "ailab_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

TEST(SessionCookie, IsFoundAmongOthers) {
  EXPECT_EQ(session_token({{"Cookie", "theme=dark; ailab_session=TOKEN; x=y"}}), "TOKEN");
  EXPECT_EQ(session_token({{"Cookie", "theme=dark"}}), "");
  EXPECT_EQ(session_token({}), "");
}

}  // namespace
}  // namespace accounts
