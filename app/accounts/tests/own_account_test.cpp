// A new password, and the end of an account.
#include <gmock/gmock.h>

#include <accounts/records.h>

#include "service_fixture.h"

namespace accounts {
namespace {

class OwnAccount : public ServiceFixture {
 protected:
  OwnAccount() {
    options_.on_deleted = [this](store::Transaction&, std::int64_t account) -> base::Result<> {
      erased_.push_back(account);
      if (refuses_) return base::fail(kInvalidRequest, "Not now.");
      return {};
    };
    ada_ = register_account("Ada").value();
  }

  Session open() { return await(accounts().open_session(ada_, {})).value(); }
  std::optional<SessionInfo> find(const std::string& token) {
    return await(accounts().find_session(token)).value();
  }
  Outcome<Confirmed> confirm(std::string password = "correct horse") {
    return await(accounts().confirm(ada_, std::move(password), "10.0.0.1"));
  }
  Outcome<PasswordChange> change(const Session& session, std::string to = "a better horse") {
    return await(accounts().change_password(confirm().value(), session.session_id, std::move(to)));
  }
  auto remove() { return await(accounts().delete_account(confirm().value())); }
  template <class Refused>
  static base::ErrorCode code(const Refused& outcome) {
    return outcome.error().error.code;
  }

  Account ada_;
  std::vector<std::int64_t> erased_;
  bool refuses_ = false;
};

TEST_F(OwnAccount, IsConfirmedByItsPasswordOnly) {
  EXPECT_EQ(confirm()->account.id, ada_.id);
  EXPECT_EQ(code(confirm("wrong horse")), kWrongPassword);
}

TEST_F(OwnAccount, GuessesCountTogetherWithThoseAtTheLogIn) {
  accounts_.reset();
  options_.failures_per_account = {.attempts = 4, .window = std::chrono::seconds(60)};
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(code(confirm("wrong horse")), kWrongPassword);
    EXPECT_EQ(code(log_in("ada", "wrong horse")), kBadCredentials);
  }
  const auto refused = confirm();
  EXPECT_EQ(code(refused), kTooManyAttempts);
  EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(60));
  EXPECT_EQ(code(log_in("ada")), kTooManyAttempts);
  clock_.advance(std::chrono::seconds(60));
  EXPECT_TRUE(confirm());
}

TEST_F(OwnAccount, ANewPasswordTakesThePlaceOfTheOldOne) {
  ASSERT_TRUE(change(open()));
  EXPECT_EQ(code(log_in("ada")), kBadCredentials);
  EXPECT_TRUE(log_in("ada", "a better horse"));
}

TEST_F(OwnAccount, ANewPasswordLeavesOneSessionWithANewToken) {
  const Session mine = open();
  const Session other = open();
  clock_.advance(std::chrono::hours(5));
  const auto changed = change(mine);
  ASSERT_TRUE(changed);
  EXPECT_THAT(changed->ended, testing::UnorderedElementsAre(mine.session_id, other.session_id));
  EXPECT_FALSE(find(mine.token)) << "whoever has stolen it has nothing";
  EXPECT_FALSE(find(other.token));
  const auto found = find(changed->session.token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->session_id, changed->session.session_id);
  EXPECT_EQ(await(accounts().list_sessions(ada_.id)).value().size(), 1U);
}

TEST_F(OwnAccount, ANewPasswordObeysTheRules) {
  const Session mine = open();
  EXPECT_EQ(code(change(mine, "short")), kWeakPassword);
  EXPECT_EQ(code(change(mine, "password123")), kWeakPassword);
  EXPECT_TRUE(find(mine.token));
  EXPECT_TRUE(log_in("ada"));
}

TEST_F(OwnAccount, OfTwoWhoChangeThePasswordAtOnceOneDoes) {
  const Session mine = open();
  const Session other = open();
  const Confirmed both = confirm().value();
  ASSERT_TRUE(await(accounts().change_password(both, mine.session_id, "a better horse")));
  EXPECT_EQ(code(await(accounts().change_password(both, other.session_id, "a worse horse"))), kWrongPassword);
  EXPECT_EQ(code(await(accounts().delete_account(both))), kWrongPassword);
  EXPECT_TRUE(log_in("ada", "a better horse"));
}

TEST_F(OwnAccount, ASessionThatHasEndedChangesNoPassword) {
  const Session mine = open();
  const Confirmed confirmed = confirm().value();
  ASSERT_TRUE(await(accounts().end_session(mine.token)).value());
  EXPECT_EQ(code(await(accounts().change_password(confirmed, mine.session_id, "a better horse"))),
            kNotLoggedIn);
  EXPECT_TRUE(log_in("ada")) << "all or nothing";
}

TEST_F(OwnAccount, ALogInThatWasCheckedBeforeTheChangeOpensNoSession) {
  const Account checked = log_in("ada").value();
  ASSERT_TRUE(change(open()));
  const auto refused = await(accounts().open_session(checked, {}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kBadCredentials);
  EXPECT_TRUE(await(accounts().open_session(log_in("ada", "a better horse").value(), {})));
}

TEST_F(OwnAccount, ADeletedOneIsNobodysAndItsNameIsFree) {
  const Session mine = open();
  const Account checked = log_in("ada").value();
  EXPECT_EQ(remove(), std::vector{mine.session_id});
  EXPECT_EQ(erased_, std::vector{ada_.id});
  EXPECT_FALSE(find(mine.token));
  EXPECT_EQ(code(log_in("ada")), kBadCredentials);
  EXPECT_FALSE(await(accounts().open_session(checked, {}))) << "a log-in that was on its way";

  const auto heir = register_account("ada", "another horse");
  ASSERT_TRUE(heir);
  EXPECT_NE(heir->id, ada_.id);
  EXPECT_EQ(log_in("ada", "another horse")->id, heir->id);
  const auto names =
      database_->read_now([](store::Transaction& tx) -> base::Result<std::vector<std::string>> {
        std::vector<std::string> all;
        for (const Account& account : all_accounts(tx)) all.push_back(account.username);
        return all;
      });
  EXPECT_EQ(names.value(), std::vector<std::string>{"ada"});
  EXPECT_EQ(code(confirm("another horse")), kWrongPassword) << "who is still in by the old account";
}

TEST_F(OwnAccount, SeveralOfOneNameAreDeletedOneAfterTheOther) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(remove());
    ada_ = register_account("Ada").value();
  }
  EXPECT_EQ(erased_.size(), 3U);
}

TEST_F(OwnAccount, IsDeletedWhollyOrNotAtAll) {
  const Session mine = open();
  refuses_ = true;
  EXPECT_EQ(code(remove()), kInvalidRequest);
  EXPECT_TRUE(find(mine.token));
  EXPECT_TRUE(log_in("ada"));
  refuses_ = false;
  EXPECT_TRUE(remove());
}

TEST_F(OwnAccount, ADeletedOneGetsNoPasswordOnTheCommandLine) {
  ASSERT_TRUE(remove());
  const auto set = database_->write_now([this](store::Transaction& tx) -> base::Result<bool> {
    return set_password_hash(tx, ada_.id, "hash");
  });
  EXPECT_FALSE(set.value());
  const auto found = database_->read_now([this](store::Transaction& tx) -> base::Result<bool> {
    return find_account(tx, "deleted:" + std::to_string(ada_.id)).has_value();
  });
  EXPECT_FALSE(found.value());
}

}  // namespace
}  // namespace accounts
