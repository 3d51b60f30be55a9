#include <accounts/records.h>

#include "service_fixture.h"

namespace accounts {
namespace {

class Sessions : public ServiceFixture {
 protected:
  Sessions() { ada_ = register_account("ada").value(); }

  Session open() { return await(accounts().open_session(ada_, {})).value(); }
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

}  // namespace
}  // namespace accounts
