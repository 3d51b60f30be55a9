#include <accounts/records.h>

#include "service_fixture.h"

namespace accounts {
namespace {

class Sessions : public ServiceFixture {
 protected:
  Sessions() { ada_ = register_account("ada").value(); }

  Session open(Device device = {}) { return await(accounts().open_session(ada_, std::move(device))).value(); }
  std::vector<SessionSummary> list(std::int64_t account) {
    return await(accounts().list_sessions(account)).value();
  }
  void save() { ASSERT_TRUE(await(accounts().save_last_seen())); }
  std::int64_t now() const { return base::unix_milliseconds(clock_.system_now()); }
  std::optional<SessionInfo> find(std::string token) {
    return await(accounts().find_session(std::move(token))).value();
  }
  std::optional<std::string> end(std::string token) {
    return await(accounts().end_session(std::move(token))).value();
  }
  template <class T, class... Values>
  T ask(std::string_view sql, Values... values) {
    return database_
        ->read_now([=](store::Transaction& tx) -> base::Result<T> {
          return std::get<0>(tx.first<T>(sql, values...).value());
        })
        .value();
  }

  Account ada_;
};

TEST_F(Sessions, AreFoundByTheirToken) {
  const Session session = open();
  EXPECT_EQ(session.token.size(), 43U);
  const auto found = find(session.token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->account.id, ada_.id);
  EXPECT_EQ(found->account.username, "ada");
  EXPECT_EQ(found->session_id, session.session_id);
}

TEST_F(Sessions, KeepOnlyTheHashOfTheToken) {
  const Session session = open();
  EXPECT_EQ(ask<std::string>("SELECT token_hash FROM sessions"), session.session_id);
  EXPECT_EQ(session.session_id.size(), 64U);
  EXPECT_FALSE(find(session.session_id));
}

TEST_F(Sessions, AreNotFoundByAnythingElse) {
  static_cast<void>(open());
  for (const std::string& token : {std::string(), std::string("x"), std::string(43, 'A'),
                                   std::string(43, '\''), std::string(100'000, 'A')})
    EXPECT_FALSE(find(token));
}

TEST_F(Sessions, EndOnce) {
  const Session session = open();
  const Session other = open();
  EXPECT_EQ(end(session.token), session.session_id);
  EXPECT_EQ(end(session.token), std::nullopt);
  EXPECT_FALSE(find(session.token));
  EXPECT_TRUE(find(other.token));
}

TEST_F(Sessions, ExpireThirtyDaysAfterTheirLastUse) {
  const Session session = open();
  clock_.advance(std::chrono::days(29));
  const auto found = find(session.token);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->extended);
  clock_.advance(std::chrono::days(29));
  EXPECT_TRUE(find(session.token));
  clock_.advance(std::chrono::days(30));
  EXPECT_FALSE(find(session.token));
}

TEST_F(Sessions, WriteDownTheirUseAtMostOnceAnHour) {
  const Session session = open();
  clock_.advance(std::chrono::minutes(59));
  EXPECT_FALSE(find(session.token)->extended);
  clock_.advance(std::chrono::minutes(1));
  EXPECT_TRUE(find(session.token)->extended);
  EXPECT_FALSE(find(session.token)->extended);
}

TEST_F(Sessions, ThatExpiredAreSweptUpByTheNextLogIn) {
  static_cast<void>(open());
  clock_.advance(std::chrono::days(31));
  static_cast<void>(open());
  EXPECT_EQ(ask<int>("SELECT count(*) FROM sessions"), 1);
}

TEST_F(Sessions, OfAnAccountEndTogether) {
  const Session one = open();
  const Session two = open();
  const auto ended =
      database_->write_now([id = ada_.id](store::Transaction& tx) -> base::Result<std::size_t> {
        return end_all_sessions(tx, id).size();
      });
  EXPECT_EQ(ended.value(), 2U);
  EXPECT_FALSE(find(one.token));
  EXPECT_FALSE(find(two.token));
}

TEST_F(Sessions, AreListedWithWhereTheyCameFrom) {
  const Session old = open({"10.0.0.7", "An old browser"});
  const std::int64_t opened = now();
  clock_.advance(std::chrono::hours(2));
  const Session fresh = open({"2001:db8::1", std::string(500, 'x')});
  const auto sessions = list(ada_.id);
  ASSERT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions[0].session_id, fresh.session_id) << "the one seen last first";
  EXPECT_EQ(sessions[0].agent.size(), 200U);
  EXPECT_EQ(sessions[1].session_id, old.session_id);
  EXPECT_EQ(sessions[1].address, "10.0.0.7");
  EXPECT_EQ(sessions[1].agent, "An old browser");
  EXPECT_EQ(sessions[1].created_at, opened);
  EXPECT_EQ(sessions[1].last_seen_at, opened);
  for (const SessionSummary& one : sessions) {
    EXPECT_EQ(one.public_id.size(), 36U);
    EXPECT_FALSE(find(one.public_id)) << "it lets nobody in";
  }
  EXPECT_NE(sessions[0].public_id, sessions[1].public_id);
  clock_.advance(std::chrono::days(30));
  EXPECT_TRUE(list(ada_.id).empty()) << "expired";
}

TEST_F(Sessions, AreSeenAtOnceAndWrittenDownLater) {
  const Session session = open();
  const std::int64_t opened = now();
  clock_.advance(std::chrono::minutes(7));
  EXPECT_TRUE(find(session.token));
  EXPECT_EQ(ask<std::int64_t>("SELECT last_seen_at FROM sessions"), opened) << "no write on a request's way";
  EXPECT_EQ(list(ada_.id)[0].last_seen_at, now());
  save();
  EXPECT_EQ(ask<std::int64_t>("SELECT last_seen_at FROM sessions"), now());

  const std::int64_t before = now();
  clock_.advance(std::chrono::minutes(1));
  save();
  EXPECT_EQ(ask<std::int64_t>("SELECT last_seen_at FROM sessions"), before) << "nothing new";
  accounts().note_use(session.session_id);
  accounts().note_use("of a session that has ended");
  save();
  EXPECT_EQ(ask<std::int64_t>("SELECT last_seen_at FROM sessions"), now());
}

TEST_F(Sessions, ManyAreWrittenDownInSeveralGoes) {
  std::vector<Session> sessions;
  for (int i = 0; i < 1200; ++i) sessions.push_back(open());
  clock_.advance(std::chrono::minutes(7));
  for (const Session& session : sessions) accounts().note_use(session.session_id);
  save();
  EXPECT_EQ(ask<int>("SELECT count(*) FROM sessions WHERE last_seen_at = :now", now()), 1200);
}

TEST_F(Sessions, EndByTheirPublicIdForTheirOwnerOnly) {
  const Account bob = register_account("bob").value();
  const Session session = open();
  const Session other = open();
  std::string id;
  for (const SessionSummary& one : list(ada_.id))
    if (one.session_id == session.session_id) id = one.public_id;
  EXPECT_EQ(await(accounts().end_session_of(bob.id, id)).value(), std::nullopt);
  EXPECT_TRUE(find(session.token));
  EXPECT_EQ(await(accounts().end_session_of(ada_.id, id)).value(), session.session_id);
  EXPECT_FALSE(find(session.token));
  EXPECT_TRUE(find(other.token));
  EXPECT_EQ(await(accounts().end_session_of(ada_.id, id)).value(), std::nullopt);
}

TEST_F(Sessions, EndSaveOne) {
  const Account bob = register_account("bob").value();
  const Session of_bob = await(accounts().open_session(bob, {})).value();
  const Session mine = open();
  const Session other = open();
  const auto ended = await(accounts().end_other_sessions(ada_.id, mine.session_id)).value();
  EXPECT_EQ(ended, std::vector{other.session_id});
  EXPECT_TRUE(find(mine.token));
  EXPECT_FALSE(find(other.token));
  EXPECT_TRUE(find(of_bob.token));
}

TEST_F(Sessions, OfALongerLifeThanIsAllowedNowAreShortened) {
  const Session session = open();
  accounts_.reset();
  options_.session_lifetime = std::chrono::hours(24);
  EXPECT_TRUE(find(session.token)->extended);
  clock_.advance(std::chrono::hours(24));
  EXPECT_FALSE(find(session.token));
}

}  // namespace
}  // namespace accounts
