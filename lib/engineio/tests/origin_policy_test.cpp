#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <engineio/origin_policy.h>

namespace engineio {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(OriginPolicy, AdmitsItsOwnPagesAndNonBrowsers) {
  const OriginPolicy policy({}, false, true);
  EXPECT_TRUE(policy.admits("", "lab.example"));
  EXPECT_TRUE(policy.admits("http://127.0.0.1:5000", "127.0.0.1:5000"));
  EXPECT_TRUE(policy.admits("https://Lab.example", "lab.example"));
  EXPECT_TRUE(policy.admits("https://lab.example", "lab.example:443"));
}

TEST(OriginPolicy, RefusesForeignPages) {
  const OriginPolicy policy({}, false, true);
  for (const char* origin :
       {"http://evil.example", "null", "http://lab.example.evil.example", "http://lab.example:81"}) {
    EXPECT_FALSE(policy.admits(origin, "lab.example")) << origin;
  }
  EXPECT_FALSE(policy.admits("http://lab.example", ""));
  EXPECT_TRUE(OriginPolicy({}, false, false).admits("http://evil.example", "lab.example"));
}

TEST(OriginPolicy, AdmitsThoseThatAreListed) {
  const OriginPolicy policy({"https://friend.example"}, false, true);
  EXPECT_TRUE(policy.admits("https://friend.example", "lab.example"));
  EXPECT_FALSE(policy.admits("https://foe.example", "lab.example"));
  EXPECT_TRUE(OriginPolicy({"*"}, false, true).admits("https://foe.example", "lab.example"));
}

TEST(OriginPolicy, SaysNothingWithoutCors) {
  const OriginPolicy policy({}, false, true);
  EXPECT_FALSE(policy.uses_cors());
  EXPECT_THAT(policy.headers("http://x"), IsEmpty());
}

TEST(OriginPolicy, SaysStarForEveryone) {
  EXPECT_THAT(OriginPolicy({"*"}, false, true).headers("http://x"),
              ElementsAre(Pair("Access-Control-Allow-Origin", "*")));
}

TEST(OriginPolicy, NamesTheOriginThatIsListed) {
  const OriginPolicy policy({"http://a", "http://b"}, false, true);
  EXPECT_THAT(policy.headers("http://b"),
              ElementsAre(Pair("Access-Control-Allow-Origin", "http://b"), Pair("Vary", "Origin")));
  EXPECT_THAT(policy.headers("http://c"), ElementsAre(Pair("Vary", "Origin")));
}

TEST(OriginPolicy, NeverSaysStarWithCredentials) {
  EXPECT_THAT(OriginPolicy({"*"}, true, true).headers("http://x"),
              ElementsAre(Pair("Access-Control-Allow-Origin", "http://x"), Pair("Vary", "Origin"),
                          Pair("Access-Control-Allow-Credentials", "true")));
}

TEST(OriginPolicy, AnswersPreflights) {
  EXPECT_THAT(OriginPolicy({"*"}, false, true).preflight_headers("http://x", "x-one,x-two"),
              ElementsAre(Pair("Access-Control-Allow-Origin", "*"),
                          Pair("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE"),
                          Pair("Vary", "Access-Control-Request-Headers"),
                          Pair("Access-Control-Allow-Headers", "x-one,x-two")));
}

}  // namespace
}  // namespace engineio
