// Headers, queries and cookies as values.
#include <gtest/gtest.h>

#include <net/http.h>

namespace net {
namespace {

TEST(Headers, CompareNamesWithoutCase) {
  Headers headers{{"Content-Type", "text/plain"}, {"Set-Cookie", "a"}, {"Set-Cookie", "b"}};
  EXPECT_EQ(headers.get("content-type"), "text/plain");
  EXPECT_EQ(headers.get("Set-Cookie"), "a");
  EXPECT_FALSE(headers.has("Content"));
  EXPECT_EQ(headers.get("missing"), "");
  headers.set("SET-COOKIE", "c");
  EXPECT_EQ(headers.get("Set-Cookie"), "c");
  EXPECT_EQ(headers.fields().size(), 2U);
}

TEST(QueryValue, DecodesAndFindsTheFirst) {
  EXPECT_EQ(query_value("EIO=4&transport=polling", "transport"), "polling");
  EXPECT_EQ(query_value("a=1&a=2", "a"), "1");
  EXPECT_EQ(query_value("q=a%20b+c%26", "q"), "a b c&");
  EXPECT_EQ(query_value("a%62c=x", "abc"), "x");
  EXPECT_EQ(query_value("flag&b=1", "flag"), "");
  EXPECT_EQ(query_value("a==b", "a"), "=b");
  EXPECT_EQ(query_value("xa=1", "a"), "");
  EXPECT_EQ(query_value("a=%zz", "a"), "");
  EXPECT_EQ(query_value("", "a"), "");
}

TEST(CookieValue, IsFoundAmongOthers) {
  EXPECT_EQ(cookie_value("a=1; session=abc=; b=2", "session"), "abc=");
  EXPECT_EQ(cookie_value("xsession=1;session=2", "session"), "2");
  EXPECT_EQ(cookie_value("session=\"quoted\"", "session"), "quoted");
  EXPECT_EQ(cookie_value("session", "session"), "");
  EXPECT_EQ(cookie_value("", "session"), "");
}

TEST(ReasonPhrase, KnowsTheStandardOnes) {
  EXPECT_EQ(reason_phrase(200), "OK");
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(299), "Unknown");
}

}  // namespace
}  // namespace net
