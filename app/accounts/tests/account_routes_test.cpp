#include <algorithm>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <accounts/account_routes.h>
#include <accounts/auth_routes.h>

#include "fake_exchange.h"
#include "service_fixture.h"

namespace accounts {
namespace {

class AccountRoutes : public ServiceFixture {
 protected:
  AccountRoutes() { options_.failures_per_account = {.attempts = 3, .window = std::chrono::seconds(60)}; }

  // Ada with a session, whose cookie is sent from now on.
  void start() {
    AccountRoutesOptions routes;
    routes.on_session_ended = [this](std::string_view id) { ended_.emplace_back(id); };
    routes.before_deletion = [this](std::int64_t account) { return prepare(account); };
    routes.on_deleted = [this](std::int64_t account) { deleted_.push_back(account); };
    add_account_routes(router_, accounts(), std::move(routes));
    ada_ = register_account("ada").value();
    mine_ = open({"10.0.0.1", "Firefox"});
    cookie_ = "ailab_session=" + mine_.token;
  }
  Session open(Device device) {
    return ServiceFixture::await(accounts().open_session(ada_, std::move(device))).value();
  }
  bool lives(const Session& session) {
    return ServiceFixture::await(accounts().find_session(session.token)).value().has_value();
  }

  net::Response send(const std::string& method, const std::string& path, const std::string& body = "",
                     net::Headers headers = {{"Content-Type", "application/json"}}) {
    net::Request request;
    request.method = method;
    request.target = request.path = path;
    request.headers = std::move(headers);
    request.headers.add("Host", "127.0.0.1:5000");
    if (!cookie_.empty()) request.headers.add("Cookie", cookie_);
    request.remote_address = "10.0.0.1";
    FakeExchange exchange(std::move(request), body);
    runtime::run_task(loop_, router_(exchange));
    return exchange.response();
  }
  void refuses(const net::Response& response, int status, const char* refusal) {
    EXPECT_EQ(response.status, status) << response.body;
    const auto error = boost::json::parse(response.body).at("error");
    EXPECT_EQ(error.at("code").as_string(), refusal);
    EXPECT_FALSE(error.at("message").as_string().empty());
    EXPECT_FALSE(response.headers.has("Set-Cookie"));
    EXPECT_TRUE(ended_.empty());
  }

  net::Router router_;
  Account ada_;
  Session mine_;
  std::string cookie_;
  std::vector<std::string> ended_;
  std::vector<std::int64_t> prepared_;
  std::vector<std::int64_t> deleted_;
  std::optional<base::Error> hindrance_;

 private:
  runtime::Task<base::Result<>> prepare(std::int64_t account) {
    prepared_.push_back(account);
    if (hindrance_) co_return base::fail(*hindrance_);
    co_return base::Result<>();
  }
};

constexpr const char* kChange = R"({"current_password":"correct horse","new_password":"a better horse"})";

TEST_F(AccountRoutes, AreForWhoIsLoggedIn) {
  start();
  cookie_.clear();
  for (const auto& [method, path] : {std::pair("POST", "/api/account/password"),
                                     {"GET", "/api/account/sessions"},
                                     {"DELETE", "/api/account/sessions/00000000-0000-4000-8000-000000000000"},
                                     {"POST", "/api/account/sessions/end-others"},
                                     {"DELETE", "/api/account"}}) {
    refuses(send(method, path, kChange), 401, "not_logged_in");
  }
}

TEST_F(AccountRoutes, RefuseOtherSites) {
  start();
  const net::Headers strange{{"Origin", "https://evil.example"}, {"Content-Type", "application/json"}};
  for (const auto& [method, path] : {std::pair("POST", "/api/account/password"),
                                     {"DELETE", "/api/account/sessions/00000000-0000-4000-8000-000000000000"},
                                     {"POST", "/api/account/sessions/end-others"},
                                     {"DELETE", "/api/account"}}) {
    refuses(send(method, path, kChange, strange), 403, "cross_site");
  }
  EXPECT_TRUE(lives(mine_));
}

TEST_F(AccountRoutes, ANewPasswordRenewsTheCookie) {
  start();
  const Session other = open({"10.0.0.2", "Lynx"});
  const auto changed = send("POST", "/api/account/password", kChange);
  EXPECT_EQ(changed.status, 204);
  const std::string_view set = changed.headers.get("Set-Cookie");
  EXPECT_TRUE(set.contains("HttpOnly"));
  const std::string cookie(set.substr(0, set.find(';')));
  EXPECT_NE(cookie, cookie_);
  EXPECT_THAT(ended_, testing::ElementsAre(other.session_id, mine_.session_id)) << "its own sockets last";
  EXPECT_FALSE(lives(mine_));
  EXPECT_TRUE(ServiceFixture::await(authenticate(accounts(), {{"Cookie", cookie}})));
}

TEST_F(AccountRoutes, EachRefusalOfANewPasswordSaysWhy) {
  start();
  const auto change = [this](const std::string& body,
                             net::Headers headers = {{"Content-Type", "application/json"}}) {
    return send("POST", "/api/account/password", body, std::move(headers));
  };
  refuses(change("{"), 400, "invalid_request");
  refuses(change(R"({"current_password":"correct horse"})"), 400, "invalid_request");
  refuses(change(R"({"current_password":1,"new_password":"a better horse"})"), 400, "invalid_request");
  refuses(change("current_password=x", {{"Content-Type", "application/x-www-form-urlencoded"}}), 415,
          "unsupported_media_type");
  refuses(change(std::string(17 * 1024, ' ')), 413, "body_too_large");
  refuses(change(R"({"current_password":"correct horse","new_password":"short"})"), 422, "weak_password");
  constexpr const char* kWrong = R"({"current_password":"wrong horse","new_password":"a better horse"})";
  for (int i = 0; i < 3; ++i) refuses(change(kWrong), 403, "wrong_password");
  const auto late = change(kChange);
  refuses(late, 429, "too_many_attempts");
  EXPECT_EQ(late.headers.get("Retry-After"), "60");
  refuses(send("DELETE", "/api/account", R"({"password":"correct horse"})"), 429, "too_many_attempts");
  EXPECT_TRUE(lives(mine_));
}

TEST_F(AccountRoutes, SessionsAreListedTheCurrentOneFirst) {
  start();
  clock_.advance(std::chrono::minutes(10));
  const Session other = open({"10.0.0.2", "Lynx"});
  const auto listed = send("GET", "/api/account/sessions", "", {});
  EXPECT_EQ(listed.status, 200);
  EXPECT_EQ(listed.headers.get("Cache-Control"), "no-store");
  for (const Session* session : std::initializer_list<const Session*>{&mine_, &other}) {
    EXPECT_FALSE(listed.body.contains(session->token));
    EXPECT_FALSE(listed.body.contains(session->session_id));
  }
  const auto sessions = boost::json::parse(listed.body).at("sessions").as_array();
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].at("agent"), "Firefox");
  EXPECT_EQ(sessions[0].at("current"), true);
  const auto now = base::unix_milliseconds(clock_.system_now()) / 1000;
  EXPECT_EQ(sessions[0].at("created_at"), now - 600);
  EXPECT_EQ(sessions[0].at("last_seen_at"), now);
  EXPECT_EQ(sessions[1].at("agent"), "Lynx");
  EXPECT_EQ(sessions[1].at("address"), "10.0.0.2");
  EXPECT_EQ(sessions[1].at("current"), false);
}

TEST_F(AccountRoutes, ASessionIsEndedByItsId) {
  start();
  const Session other = open({"10.0.0.2", "Lynx"});
  const auto sessions = ServiceFixture::await(accounts().list_sessions(ada_.id)).value();
  const auto id_of = [&](const Session& session) {
    return std::ranges::find(sessions, session.session_id, &SessionSummary::session_id)->public_id;
  };
  for (const std::string& id :
       {std::string("nonsense"), other.session_id, std::string("00000000-0000-4000-8000-000000000000")})
    refuses(send("DELETE", "/api/account/sessions/" + id), 404, "not_found");
  const auto ended = send("DELETE", "/api/account/sessions/" + id_of(other));
  EXPECT_EQ(ended.status, 204);
  EXPECT_FALSE(ended.headers.has("Set-Cookie"));
  EXPECT_THAT(ended_, testing::ElementsAre(other.session_id));
  EXPECT_FALSE(lives(other));
  EXPECT_TRUE(lives(mine_));
  const auto own = send("DELETE", "/api/account/sessions/" + id_of(mine_));
  EXPECT_EQ(own.status, 204);
  EXPECT_TRUE(own.headers.get("Set-Cookie").contains("Max-Age=0"));
  EXPECT_FALSE(lives(mine_));
}

TEST_F(AccountRoutes, AllOtherSessionsEndTogether) {
  start();
  const Session second = open({"10.0.0.2", "Lynx"});
  const Session third = open({"10.0.0.3", "Links"});
  const auto ended = send("POST", "/api/account/sessions/end-others");
  EXPECT_EQ(ended.body, R"({"ended":2})");
  EXPECT_THAT(ended_, testing::UnorderedElementsAre(second.session_id, third.session_id));
  EXPECT_TRUE(lives(mine_));
  EXPECT_EQ(send("POST", "/api/account/sessions/end-others").body, R"({"ended":0})");
}

TEST_F(AccountRoutes, AnAccountIsDeletedAfterWhatItHasRunningIsEnded) {
  start();
  refuses(send("DELETE", "/api/account", R"({"password":"wrong horse"})"), 403, "wrong_password");
  EXPECT_TRUE(prepared_.empty()) << "who does not know the password stops nothing";
  hindrance_ = {kBusy, "The server is restarting."};
  refuses(send("DELETE", "/api/account", R"({"password":"correct horse"})"), 503, "busy");
  EXPECT_TRUE(lives(mine_));
  hindrance_.reset();
  const auto gone = send("DELETE", "/api/account", R"({"password":"correct horse"})");
  EXPECT_EQ(gone.status, 204);
  EXPECT_TRUE(gone.headers.get("Set-Cookie").contains("Max-Age=0"));
  EXPECT_THAT(ended_, testing::ElementsAre(mine_.session_id));
  EXPECT_EQ(deleted_, std::vector{ada_.id});
  EXPECT_FALSE(lives(mine_));
}

}  // namespace
}  // namespace accounts
