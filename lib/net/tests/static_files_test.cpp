#include <array>

#include <gtest/gtest.h>

#include <net/static_files.h>

#include "fake_exchange.h"

namespace net {
namespace {

constexpr std::array<StaticFile, 2> kFiles{{
    {.path = "/index.html", .content_type = "text/html; charset=utf-8", .etag = "e1", .bytes = "<p>hello"},
    {.path = "/app.js",
     .content_type = "text/javascript",
     .etag = "e2",
     .bytes = "let a;",
     .gzip_bytes = "GZ",
     .immutable = true},
}};

Response get(const std::string& path, Headers headers = {}, const std::string& method = "GET") {
  return answer_of(StaticFiles(kFiles), {.method = method, .path = path, .headers = std::move(headers)});
}

TEST(StaticFiles, ServesAFile) {
  const Response response = get("/index.html");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.static_body, "<p>hello");
  EXPECT_EQ(response.headers.get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(response.headers.get("ETag"), "\"e1\"");
  EXPECT_EQ(response.headers.get("Cache-Control"), "no-cache");
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(response.headers.has("Vary"));
}

TEST(StaticFiles, CompressesForThoseWhoTakeIt) {
  for (const std::string accepted : {"gzip", "br, GZIP;q=0.5", "*", "deflate , gzip ; q=1"}) {
    const Response response = get("/app.js", {{"Accept-Encoding", accepted}});
    EXPECT_EQ(response.static_body, "GZ") << accepted;
    EXPECT_EQ(response.headers.get("Content-Encoding"), "gzip");
    EXPECT_EQ(response.headers.get("ETag"), "\"e2-gzip\"");
  }
  for (const std::string refused : {"", "br", "gzip;q=0", "*, gzip;q=0.0", "*;q=0"}) {
    const Response response = get("/app.js", {{"Accept-Encoding", refused}});
    EXPECT_EQ(response.static_body, "let a;") << refused;
    EXPECT_FALSE(response.headers.has("Content-Encoding"));
    EXPECT_EQ(response.headers.get("Vary"), "Accept-Encoding");
  }
}

TEST(StaticFiles, SaysWhenTheClientHasIt) {
  for (const std::string known : {"\"e1\"", "W/\"e1\"", "\"x\", \"e1\"", "*"}) {
    const Response response = get("/index.html", {{"If-None-Match", known}});
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_EQ(response.static_body, "");
    EXPECT_EQ(response.headers.get("ETag"), "\"e1\"");
  }
  EXPECT_EQ(get("/index.html", {{"If-None-Match", "\"e2\""}}).status, 200);
}

TEST(StaticFiles, CachesForEverWhatNeverChanges) {
  EXPECT_EQ(get("/app.js").headers.get("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST(StaticFiles, RefusesWhatIsNotThereAndWhatCannotBeDone) {
  EXPECT_EQ(get("/secret").status, 404);
  const Response refused = get("/app.js", {}, "DELETE");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.headers.get("Allow"), "GET, HEAD");
  EXPECT_EQ(get("/app.js", {}, "HEAD").status, 200);
}

}  // namespace
}  // namespace net
