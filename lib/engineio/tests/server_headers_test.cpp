// The headers of each kind of answer: content types, caching, CORS (Fetch standard, section 3.2), the cookie.
#include "server_fixture.h"

namespace engineio {
namespace {

constexpr const char* kPage = "https://page.example";

class HeadersTest : public ServerTest {
 protected:
  // From a page of another site.
  std::unique_ptr<FakeExchange> ask(std::string method, std::string query, std::string body = "") {
    auto exchange =
        std::make_unique<FakeExchange>(loop_, std::move(method), "/engine.io/?EIO=4&transport=" + query);
    exchange->edit().headers.add("Origin", kPage);
    exchange->edit().is_upgrade = query.starts_with("websocket");
    exchange->body = std::move(body);
    start(*exchange);
    return exchange;
  }
};

TEST_F(HeadersTest, EveryAnswerCarriesCors) {
  options_.origins.allowed = {kPage};
  options_.origins.credentials = true;
  options_.max_payload_bytes = 6;
  const auto opened = ask("GET", "polling");
  const std::string sid = "&sid=" + listener().session->id();
  const auto poll = ask("GET", "polling" + sid);
  listener().session->send(Frame::text("4a"));
  turn();
  const auto post = ask("POST", "polling" + sid, "4a");
  const auto large = ask("POST", "polling" + sid, "4123456");
  const auto method = ask("PUT", "polling" + sid);
  const auto malformed = ask("POST", "polling" + sid, "x");
  const auto unknown = ask("GET", "polling" + sid);
  for (const auto& [answer, status] :
       {std::pair(&opened->answer, 200), std::pair(&poll->answer, 200), std::pair(&post->answer, 200),
        std::pair(&large->answer, 413), std::pair(&method->answer, 405), std::pair(&malformed->answer, 400),
        std::pair(&unknown->answer, 400)}) {
    ASSERT_TRUE(*answer) << status;
    EXPECT_EQ((*answer)->status, status);
    EXPECT_EQ((*answer)->headers.get("Access-Control-Allow-Origin"), kPage) << status;
    EXPECT_EQ((*answer)->headers.get("Access-Control-Allow-Credentials"), "true") << status;
    EXPECT_EQ((*answer)->headers.get("Vary"), "Origin") << status;
  }
  EXPECT_EQ(ask("GET", "websocket")->handshake_headers.get("Access-Control-Allow-Origin"), kPage);
}

TEST_F(HeadersTest, WithoutCorsNoAnswerSpeaksOfIt) {
  options_.origins.refuse_others = false;
  const auto opened = ask("GET", "polling");
  EXPECT_EQ(opened->answer->status, 200);
  EXPECT_FALSE(opened->answer->headers.has("Access-Control-Allow-Origin"));
  EXPECT_TRUE(ask("GET", "websocket")->handshake_headers.fields().empty());
}

TEST_F(HeadersTest, APreflightIsAnsweredWhereCorsIsOn) {
  options_.origins.allowed = {"*"};
  FakeExchange preflight(loop_, "OPTIONS", "/engine.io/?EIO=4&transport=polling");
  preflight.edit().headers.add("Origin", kPage);
  preflight.edit().headers.add("Access-Control-Request-Headers", "x-one");
  start(preflight);
  EXPECT_EQ(preflight.answer->status, 204);
  EXPECT_EQ(preflight.answer->body, "");
  EXPECT_EQ(preflight.answer->headers.get("Access-Control-Allow-Methods"), "GET,HEAD,PUT,PATCH,POST,DELETE");
  EXPECT_EQ(preflight.answer->headers.get("Access-Control-Allow-Headers"), "x-one");
}

TEST_F(HeadersTest, OtherMethodsOpenNoSession) {
  for (const char* method : {"OPTIONS", "HEAD", "PUT", "POST", "DELETE"}) {
    const auto refused = request(method, "transport=polling");
    EXPECT_EQ(refused->answer->status, 400) << method;
    EXPECT_EQ(refused->answer->headers.get("Content-Type"), "application/json");
    EXPECT_EQ(refused->answer->body, R"({"code":2,"message":"Bad handshake method"})") << method;
  }
  EXPECT_THAT(listeners_, IsEmpty());
}

TEST_F(HeadersTest, NoAnswerIsCached) {
  const auto opened = request("GET", "transport=polling");
  const std::string query = "transport=polling&sid=" + listener().session->id();
  listener().session->send(Frame::text("4a"));
  const auto poll = request("GET", query);
  for (const auto* answer : {&opened->answer, &poll->answer}) {
    EXPECT_EQ((*answer)->headers.get("Content-Type"), "text/plain; charset=UTF-8");
    EXPECT_EQ((*answer)->headers.get("Cache-Control"), "no-store");
  }
  const auto post = request("POST", query, "4a");
  EXPECT_EQ(post->answer->headers.get("Content-Type"), "text/html");
  EXPECT_EQ(post->answer->headers.get("Cache-Control"), "no-store");
}

TEST_F(HeadersTest, TheCookieIsSetOnceAndNotByAWebSocket) {
  options_.cookie = {.enabled = true, .name = "lab", .path = "/x", .same_site = "", .http_only = false};
  const auto opened = request("GET", "transport=polling");
  const std::string id = listener().session->id();
  EXPECT_EQ(opened->answer->headers.get("Set-Cookie"), "lab=" + id + "; Path=/x");
  listener().session->send(Frame::text("4a"));
  const auto poll = request("GET", "transport=polling&sid=" + id);
  EXPECT_FALSE(poll->answer->headers.has("Set-Cookie"));
  EXPECT_FALSE(websocket()->handshake_headers.has("Set-Cookie"));
}

}  // namespace
}  // namespace engineio
