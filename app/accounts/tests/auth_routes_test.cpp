#include <boost/json.hpp>

#include <accounts/auth_routes.h>

#include "fake_exchange.h"
#include "service_fixture.h"

namespace accounts {
namespace {

class AuthRoutesTest : public ServiceFixture {
 protected:
  net::Response post(const std::string& path, const std::string& body, net::Headers headers) {
    if (!mounted_) {
      routes_.me = [](const Account& account) { return describe(account); };
      routes_.on_session_ended = [this](std::string_view id) { ended_ = id; };
      add_auth_routes(router_, accounts(), routes_);
      mounted_ = true;
    }
    net::Request request;
    request.method = "POST";
    request.target = request.path = path;
    request.headers = std::move(headers);
    request.headers.add("Host", "127.0.0.1:5000");
    request.remote_address = "10.0.0.1";
    FakeExchange exchange(std::move(request), body);
    await(router_(exchange));
    return exchange.response();
  }
  net::Response post_json(const std::string& path, const std::string& body, net::Headers headers = {}) {
    headers.add("Content-Type", "application/json");
    return post(path, body, std::move(headers));
  }
  net::Response post_form(const std::string& path, const std::string& body) {
    return post(path, body, {{"Content-Type", "application/x-www-form-urlencoded"}});
  }

  void await(runtime::Task<> task) { runtime::run_task(loop_, std::move(task)); }

  static runtime::Task<base::Result<std::string>> describe(Account account) {
    co_return R"({"username":")" + account.username + R"("})";
  }
  static std::string code(const net::Response& response) {
    return boost::json::value_to<std::string>(boost::json::parse(response.body).at("error").at("code"));
  }
  static std::string cookie(const net::Response& response) {
    const std::string_view header = response.headers.get("Set-Cookie");
    return std::string(header.substr(0, header.find(';')));
  }

  const std::string ada_ = R"({"username":"ada","password":"correct horse"})";
  AuthRoutesOptions routes_;
  net::Router router_;
  bool mounted_ = false;
  std::string ended_;
};

TEST_F(AuthRoutesTest, RegistersAndLogsIn) {
  const auto made = post_json("/auth/register", ada_);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.body, R"({"username":"ada"})");
  EXPECT_EQ(made.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(made.headers.get("Cache-Control"), "no-store");
  EXPECT_EQ(cookie(made).size(), std::string_view("ailab_session=").size() + 43);
  EXPECT_FALSE(made.headers.get("Set-Cookie").contains("Secure"));

  const auto in = post_json("/auth/login", ada_);
  EXPECT_EQ(in.status, 200);
  EXPECT_EQ(in.body, made.body);
  EXPECT_NE(cookie(in), cookie(made));
}

TEST_F(AuthRoutesTest, ItsCookieIsASession) {
  const auto made = post_json("/auth/register", ada_);
  const auto who = ServiceFixture::await(authenticate(accounts(), {{"Cookie", cookie(made)}}));
  EXPECT_EQ(who->account.username, "ada");
  const auto nobody = ServiceFixture::await(authenticate(accounts(), {}));
  EXPECT_EQ(nobody.error().code, kNotLoggedIn);
}

TEST_F(AuthRoutesTest, TellsEachRefusalByStatusAndCode) {
  ASSERT_EQ(post_json("/auth/register", ada_).status, 201);
  const auto expect = [this](const std::string& path, const std::string& body, int status,
                             const char* refusal) {
    const auto response = post_json(path, body);
    EXPECT_EQ(response.status, status) << body;
    EXPECT_EQ(code(response), refusal) << body;
    EXPECT_FALSE(response.headers.has("Set-Cookie"));
  };
  expect("/auth/register", ada_, 409, "username_taken");
  expect("/auth/register", R"({"username":"a","password":"correct horse"})", 422, "invalid_username");
  expect("/auth/register", R"({"username":"bob","password":"short"})", 422, "weak_password");
  expect("/auth/register", "{", 400, "invalid_request");
  expect("/auth/login", R"({"username":"ada","password":"wrong horse"})", 401, "bad_credentials");
  expect("/auth/login", R"({"username":"bob","password":"wrong horse"})", 401, "bad_credentials");
  expect("/auth/login", std::string(17 * 1024, 'x'), 413, "body_too_large");
}

TEST_F(AuthRoutesTest, KeepsWhereASessionCameFrom) {
  ASSERT_EQ(post_json("/auth/register", ada_, {{"User-Agent", "Lynx/2.9 \x1b[31m"}}).status, 201);
  const auto account = ServiceFixture::log_in("ada").value();
  const auto sessions = ServiceFixture::await(accounts().list_sessions(account.id)).value();
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0].address, "10.0.0.1");
  EXPECT_EQ(sessions[0].agent, "Lynx/2.9 ?[31m");
}

TEST_F(AuthRoutesTest, SaysHowLongToWait) {
  options_.failures_per_account = {.attempts = 1, .window = std::chrono::seconds(60)};
  ASSERT_EQ(post_json("/auth/register", ada_).status, 201);
  ASSERT_EQ(post_json("/auth/login", R"({"username":"ada","password":"wrong horse"})").status, 401);
  const auto refused = post_json("/auth/login", ada_);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code(refused), "too_many_attempts");
  EXPECT_EQ(refused.headers.get("Retry-After"), "60");
}

TEST_F(AuthRoutesTest, IsBusyWith503) {
  options_.hashing_queue_limit = 0;
  const auto refused = post_json("/auth/register", ada_);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code(refused), "busy");
  EXPECT_EQ(refused.headers.get("Retry-After"), "2");
}

TEST_F(AuthRoutesTest, TakesOnlyJsonAndForms) {
  const auto refused = post("/auth/login", ada_, {{"Content-Type", "text/plain"}});
  EXPECT_EQ(refused.status, 415);
  EXPECT_EQ(code(refused), "unsupported_media_type");
}

TEST_F(AuthRoutesTest, AnswersAFormByRedirecting) {
  const auto made = post_form("/auth/register", "username=ada&password=correct+horse");
  EXPECT_EQ(made.status, 303);
  EXPECT_EQ(made.headers.get("Location"), "/");
  EXPECT_FALSE(cookie(made).empty());
  const auto refused = post_form("/auth/login", "username=ada&password=wrong+horse");
  EXPECT_EQ(refused.status, 303);
  EXPECT_EQ(refused.headers.get("Location"), "/?error=bad_credentials");
  EXPECT_FALSE(refused.headers.has("Set-Cookie"));
}

TEST_F(AuthRoutesTest, RefusesOtherSites) {
  for (const auto* path : {"/auth/register", "/auth/login", "/auth/logout"}) {
    const auto refused = post_json(path, ada_, {{"Origin", "http://evil.example"}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code(refused), "cross_site");
  }
  EXPECT_EQ(post_json("/auth/register", ada_, {{"Origin", "http://127.0.0.1:5000"}}).status, 201);
}

TEST_F(AuthRoutesTest, LogsOutAndSaysWhichSessionEnded) {
  const auto made = post_json("/auth/register", ada_);
  const auto session = ServiceFixture::await(authenticate(accounts(), {{"Cookie", cookie(made)}}));
  const auto out = post("/auth/logout", "", {{"Cookie", cookie(made)}});
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(out.headers.get("Set-Cookie").contains("Max-Age=0"));
  EXPECT_EQ(ended_, session->session_id);
  EXPECT_FALSE(ServiceFixture::await(authenticate(accounts(), {{"Cookie", cookie(made)}})));
  // Once more, and without a cookie: nothing left to end.
  ended_.clear();
  EXPECT_EQ(post("/auth/logout", "", {{"Cookie", cookie(made)}}).status, 204);
  EXPECT_EQ(post("/auth/logout", "", {}).status, 204);
  EXPECT_EQ(post_form("/auth/logout", "").status, 303);
  EXPECT_EQ(ended_, "");
}

TEST_F(AuthRoutesTest, BelievesAProxyOnlyIfItIsOurs) {
  const net::Headers forwarded{{"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", "1.1.1.1, 2.2.2.2"}};
  net::Request request;
  request.headers = forwarded;
  request.remote_address = "10.0.0.1";
  EXPECT_EQ(client_address(request, false), "10.0.0.1");
  EXPECT_EQ(client_address(request, true), "2.2.2.2");
  request.headers.add("X-Forwarded-For", "3.3.3.3");
  EXPECT_EQ(client_address(request, true), "3.3.3.3") << "a proxy may add a field of its own";
  EXPECT_FALSE(came_by_tls(request, false));
  EXPECT_TRUE(came_by_tls(request, true));
  routes_.trust_forwarded = true;
  EXPECT_TRUE(post_json("/auth/register", ada_, forwarded).headers.get("Set-Cookie").ends_with("; Secure"));
}

TEST_F(AuthRoutesTest, KeepsTheDatabasesOwnWordsToItself) {
  const auto response = error_response({store::kDatabaseFull, "There is no space left for /var/lib/secret."});
  EXPECT_EQ(response.status, 503);
  EXPECT_FALSE(response.body.contains("secret"));
}

}  // namespace
}  // namespace accounts
