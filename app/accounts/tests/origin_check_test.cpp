#include <gtest/gtest.h>

#include <accounts/origin_check.h>

namespace accounts {
namespace {

bool passes(std::string_view origin, std::string_view host, std::string_view fetch_site = {},
            const std::vector<std::string>& allowed = {}) {
  return is_same_site({.origin = origin, .host = host, .sec_fetch_site = fetch_site}, allowed);
}

TEST(OriginCheck, PassesTheServersOwnPages) {
  EXPECT_TRUE(passes("http://127.0.0.1:5000", "127.0.0.1:5000"));
  EXPECT_TRUE(passes("http://127.0.0.1:5000", "127.0.0.1:5000", "same-origin"));
  EXPECT_TRUE(passes("http://[::1]:5000", "[::1]:5000"));
  EXPECT_TRUE(passes("HTTP://Lab.Example.ORG", "lab.example.org"));
  EXPECT_TRUE(passes("https://lab.example.org", "lab.example.org:443"));
  EXPECT_TRUE(passes("http://lab.example.org", "lab.example.org:80"));
  // A proxy has ended TLS.
  EXPECT_TRUE(passes("https://lab.example.org", "lab.example.org"));
}

TEST(OriginCheck, RefusesOtherSites) {
  EXPECT_FALSE(passes("http://evil.example", "127.0.0.1:5000"));
  EXPECT_FALSE(passes("http://127.0.0.1:5001", "127.0.0.1:5000"));
  EXPECT_FALSE(passes("http://127.0.0.1", "127.0.0.1:5000"));
  EXPECT_FALSE(passes("https://lab.example.org.evil.example", "lab.example.org"));
  EXPECT_FALSE(passes("https://evil.example/lab.example.org", "lab.example.org"));
  EXPECT_FALSE(passes("null", "127.0.0.1:5000"));
  EXPECT_FALSE(passes("file://", "127.0.0.1:5000"));
  EXPECT_FALSE(passes("http://", ""));
  EXPECT_FALSE(passes("lab.example.org", "lab.example.org"));
}

TEST(OriginCheck, BelievesTheBrowserThatARequestCrossesSites) {
  EXPECT_FALSE(passes("", "127.0.0.1:5000", "cross-site"));
  EXPECT_FALSE(passes("http://127.0.0.1:5000", "127.0.0.1:5000", "cross-site"));
}

TEST(OriginCheck, PassesClientsThatAreNoBrowsers) {
  EXPECT_TRUE(passes("", "127.0.0.1:5000"));
  EXPECT_TRUE(passes("", ""));
  EXPECT_TRUE(passes("", "127.0.0.1:5000", "none"));
}

TEST(OriginCheck, PassesWhatTheSettingsAllow) {
  const std::vector<std::string> allowed{"https://lab.example.org"};
  EXPECT_TRUE(passes("https://lab.example.org", "10.0.0.1:5000", "cross-site", allowed));
  EXPECT_TRUE(passes("https://LAB.example.org", "10.0.0.1:5000", "", allowed));
  EXPECT_FALSE(passes("http://lab.example.org", "10.0.0.1:5000", "", allowed));
  EXPECT_FALSE(passes("https://lab.example.org:444", "10.0.0.1:5000", "", allowed));
  EXPECT_TRUE(passes("null", "10.0.0.1:5000", "cross-site", {"*"}));
}

}  // namespace
}  // namespace accounts
