// A session's POSTs: one at a time, of bounded size (Engine.IO protocol 4, section "HTTP long-polling").
#include "server_fixture.h"

namespace engineio {
namespace {

class PostTest : public ServerTest {
 protected:
  // A POST of which the body has not arrived yet.
  std::unique_ptr<FakeExchange> late_post(const std::string& query) {
    auto exchange = std::make_unique<FakeExchange>(loop_, "POST", "/engine.io/?EIO=4&" + query);
    exchange->body = "4late";
    exchange->body_is_late = true;
    start(*exchange);
    return exchange;
  }
};

TEST_F(PostTest, OverlappingPostsEndTheSessionAndTheFirstConnectionAtOnce) {
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto poll = request("GET", query);
  const auto first = late_post(query);
  const auto second = request("POST", query, "4second");
  EXPECT_EQ(second->answer->status, 400);
  EXPECT_EQ(second->answer->body, "");
  EXPECT_EQ(first->dropped, "");
  EXPECT_FALSE(first->answer);
  EXPECT_EQ(poll->answer->body, "1");
  EXPECT_THAT(listener().heard, ElementsAre("closed: transport error"));
  EXPECT_EQ(request("GET", query)->answer->status, 400);
}

TEST_F(PostTest, APostMayFollowOneWhoseBodyHasArrived) {
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto first = late_post(query);
  first->finish_body();
  turn();
  EXPECT_EQ(request("POST", query, "4second")->answer->body, "ok");
  EXPECT_THAT(listener().heard, ElementsAre("late", "second"));
}

TEST_F(PostTest, APostThatIsTooLargeIs413AndTheSessionStaysOpen) {
  options_.max_payload_bytes = 6;
  const std::string query = "transport=polling&sid=" + open_polling();
  const auto large = request("POST", query, "4123456");
  EXPECT_EQ(large->answer->status, 413);
  EXPECT_EQ(large->answer->body, "");
  EXPECT_EQ(request("POST", query, "412345")->answer->body, "ok");
  EXPECT_THAT(listener().heard, ElementsAre("12345"));
}

TEST_F(PostTest, RawBytesAreRefusedAndEndTheSession) {
  const std::string query = "transport=polling&sid=" + open_polling();
  FakeExchange raw(loop_, "POST", "/engine.io/?EIO=4&" + query);
  raw.edit().headers.add("Content-Type", "application/octet-stream");
  raw.body = "4a";
  start(raw);
  EXPECT_EQ(raw.answer->status, 400);
  EXPECT_THAT(listener().heard, ElementsAre("closed: transport error"));
}

TEST_F(PostTest, ABodyThatIsNotUtf8IsMalformed) {
  const std::string query = "transport=polling&sid=" + open_polling();
  EXPECT_EQ(request("POST", query, "4\xC3\x28")->answer->status, 400);
  EXPECT_THAT(listener().heard, ElementsAre("closed: parse error"));
}

TEST_F(PostTest, AFloodInOneBodyEndsTheSessionAtTheLimit) {
  options_.max_packets_per_second = 3;
  const std::string query = "transport=polling&sid=" + open_polling();
  request("POST", query,
          "4a\x1e"
          "4b\x1e"
          "4c\x1e"
          "4d\x1e"
          "4e");
  EXPECT_THAT(listener().heard, ElementsAre("a", "b", "c", "closed: packet flood"));
}

TEST_F(PostTest, ABatchOfAnOfflineClientIsNoFlood) {
  const std::string query = "transport=polling&sid=" + open_polling();
  std::string body = "4e";
  for (int i = 1; i < 5000; ++i)
    body +=
        "\x1e"
        "4e";
  EXPECT_EQ(request("POST", query, body)->answer->body, "ok");
  EXPECT_EQ(listener().heard.size(), 5000U);
  EXPECT_TRUE(listener().session->is_open());
}

}  // namespace
}  // namespace engineio
