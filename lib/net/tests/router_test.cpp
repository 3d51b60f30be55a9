#include <gtest/gtest.h>

#include <net/router.h>

#include "fake_exchange.h"

namespace net {
namespace {

runtime::Task<> respond_with(Exchange& exchange, std::string body) {
  (void)co_await exchange.respond({.body = std::move(body)});
}

Handler named(std::string name) {
  return [name](Exchange& exchange) { return respond_with(exchange, name); };
}

TEST(Router, FindsByMethodAndPath) {
  Router router;
  router.handle("GET", "/a", named("get"));
  router.handle("POST", "/a", named("post"));
  EXPECT_EQ(answer_of(router, {.path = "/a"}).body, "get");
  EXPECT_EQ(answer_of(router, {.method = "POST", .path = "/a"}).body, "post");
}

TEST(Router, AnswersWhatItDoesNotKnow) {
  Router router;
  router.handle("GET", "/a", named("get"));
  router.handle("POST", "/a", named("post"));
  const Response unknown = answer_of(router, {.path = "/b"});
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.body, R"({"error":{"code":"not_found","message":"There is nothing at this address."}})");
  const Response refused = answer_of(router, {.method = "PUT", .path = "/a"});
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers.get("Allow"), "GET, POST");
}

TEST(Router, ServesHeadByGet) {
  Router router;
  router.handle("GET", "/a", named("get"));
  router.handle("GET", "/b", named("get"));
  router.handle("HEAD", "/b", named("head"));
  EXPECT_EQ(answer_of(router, {.method = "HEAD", .path = "/a"}).body, "get");
  EXPECT_EQ(answer_of(router, {.method = "HEAD", .path = "/b"}).body, "head");
}

TEST(Router, MatchesAVariableLastSegment) {
  Router router;
  router.handle("GET", "/a/{name}", named("variable"));
  router.handle("GET", "/a/new", named("whole"));
  EXPECT_EQ(answer_of(router, {.path = "/a/x"}).body, "variable");
  EXPECT_EQ(answer_of(router, {.path = "/a/new"}).body, "whole");
  for (const std::string path : {"/a", "/a/", "/a/x/y"})
    EXPECT_EQ(answer_of(router, {.path = path}).status, 404);
}

TEST(Router, MatchesAVariableSegmentInTheMiddle) {
  Router router;
  router.handle("GET", "/a/{name}", named("one"));
  router.handle("GET", "/a/{name}/b", named("middle"));
  router.handle("GET", "/a/x/b", named("whole"));
  EXPECT_EQ(answer_of(router, {.path = "/a/y/b"}).body, "middle");
  EXPECT_EQ(answer_of(router, {.path = "/a/x/b"}).body, "whole");
  EXPECT_EQ(answer_of(router, {.path = "/a/b"}).body, "one");
  for (const std::string path : {"/a//b", "/a/y/c", "/a/y/b/", "/a/y/b/c", "/a/y/z/b", "a/y/b"})
    EXPECT_EQ(answer_of(router, {.path = path}).status, 404) << path;
}

TEST(Router, TakesTheLongestPrefixAfterWholePaths) {
  Router router;
  router.handle_prefix("/", named("root"));
  router.handle_prefix("/socket.io/", named("socket"));
  router.handle("GET", "/socket.io/about", named("about"));
  EXPECT_EQ(answer_of(router, {.path = "/x"}).body, "root");
  EXPECT_EQ(answer_of(router, {.method = "POST", .path = "/socket.io/"}).body, "socket");
  EXPECT_EQ(answer_of(router, {.path = "/socket.io/about"}).body, "about");
}

TEST(PathSegment, IsFoundByItsIndexAndDecoded) {
  EXPECT_EQ(path_segment("/a/b%20c/d", 0), "a");
  EXPECT_EQ(path_segment("/a/b%20c/d", 1), "b c");
  EXPECT_EQ(path_segment("/a/b%20c/d", 2), "d");
  EXPECT_EQ(path_segment("/a/b%20c/d", 3), "");
  EXPECT_EQ(path_segment("/a//d", 1), "");
  EXPECT_EQ(path_segment("/a/%zz/d", 1), "");
  EXPECT_EQ(path_segment("", 0), "");
  EXPECT_EQ(path_segment("*", 0), "");
}

TEST(LastSegment, IsDecoded) {
  EXPECT_EQ(last_segment("/a/b%20c+d"), "b c+d");
  EXPECT_EQ(last_segment("/a/"), "");
  EXPECT_EQ(last_segment("/a/%zz"), "");
}

TEST(ErrorResponse, EscapesForJson) {
  EXPECT_EQ(error_response(400, "c", "a \"b\" \\ \n").body,
            R"({"error":{"code":"c","message":"a \"b\" \\ \u000a"}})");
}

}  // namespace
}  // namespace net
