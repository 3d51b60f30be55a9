#include "credentials.h"

#include <gtest/gtest.h>

#include <accounts/errors.h>

namespace accounts {
namespace {

TEST(BodyKind, IsJsonOrAForm) {
  EXPECT_EQ(body_kind("application/json"), BodyKind::kJson);
  EXPECT_EQ(body_kind("Application/JSON ; charset=utf-8"), BodyKind::kJson);
  EXPECT_EQ(body_kind("application/x-www-form-urlencoded"), BodyKind::kForm);
  for (const char* other : {"", "text/plain", "application/jsonp", "multipart/form-data; boundary=x"})
    EXPECT_EQ(body_kind(other), std::nullopt) << other;
}

TEST(Credentials, AreReadFromJson) {
  const auto read =
      read_credentials(BodyKind::kJson, R"({"username":"ada","password":"p\u00e4ss","more":1})");
  EXPECT_EQ(read->username, "ada");
  EXPECT_EQ(read->password, "päss");
}

TEST(Credentials, OfWrongJsonAreRefusedWithAReason) {
  for (const char* bad :
       {"", "{", "[]", "null", "{}", R"({"username":"ada"})", R"({"username":1,"password":"x"})",
        R"({"username":"ada","password":null})", "{\"username\":\"\xff\",\"password\":\"x\"}",
        R"({"username":"a","password":"b"} trailing)", "[[[[[[[[[[]]]]]]]]]]"}) {
    const auto refused = read_credentials(BodyKind::kJson, bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, kInvalidRequest);
    EXPECT_TRUE(refused.error().message.ends_with('.'));
  }
}

TEST(Credentials, AreReadFromAForm) {
  const auto read = read_credentials(BodyKind::kForm, "username=ada&password=two+words%26%c3%a4");
  EXPECT_EQ(read->username, "ada");
  EXPECT_EQ(read->password, "two words&ä");
}

TEST(Credentials, OfAWrongFormAreRefused) {
  for (const char* bad :
       {"", "username=ada", "password=x", "username=&password=", "username=a%ff&password=x"})
    EXPECT_EQ(read_credentials(BodyKind::kForm, bad).error().code, kInvalidRequest) << bad;
}

}  // namespace
}  // namespace accounts
