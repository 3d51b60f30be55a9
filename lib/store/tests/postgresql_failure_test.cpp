// What only a server can do to its clients: vanish, restart, end their connections, let them wait for each
// other.
#include <atomic>
#include <future>
#include <latch>

#include "lossy_line.h"
#include "temporary_database.h"

namespace store {
namespace {

class PostgresqlFailure : public WithDatabase {
 protected:
  PostgresqlFailure() {
    if (!on_postgresql()) return;
    line_ = std::make_unique<LossyLine>(url());
    database_ = open_notes(line_->url(), {.busy_timeout = std::chrono::seconds(20)});
  }

  // Ends all of the database's connections, as an administrator or a restart does.
  void end_connections() {
    run_on_postgresql(url(),
                      "SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity "
                      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  base::Result<> write(std::string text) {
    return database_->write_now([text](Transaction& tx) { return add_note(tx, text); });
  }

  std::unique_ptr<LossyLine> line_;
  std::unique_ptr<Database> database_;
};

TEST_F(PostgresqlFailure, ConnectionsThatWereEndedMeanwhileAreMadeAnewUnnoticed) {
  ASSERT_TRUE(write("before"));
  ASSERT_EQ(count_notes(*database_), 1);
  end_connections();
  const auto written = write("after");
  EXPECT_TRUE(written) << written.error().message;
  end_connections();
  EXPECT_EQ(count_notes(*database_), 2);
}

TEST_F(PostgresqlFailure, AJobThatLosesItsConnectionRunsAgainAndIsKeptOnce) {
  int runs = 0;
  const auto written = database_->write_now([&](Transaction& tx) -> base::Result<> {
    if (auto added = add_note(tx, "first"); !added) return added;
    if (++runs == 1) end_connections();
    return add_note(tx, "second");
  });
  EXPECT_TRUE(written) << written.error().message;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(count_notes(*database_), 2);
}

TEST_F(PostgresqlFailure, AJobThatLosesItsConnectionEachTimeIsGivenUpWithNothingKept) {
  int runs = 0;
  const auto written = database_->write_now([&](Transaction& tx) -> base::Result<> {
    if (auto added = add_note(tx, "first"); !added) return added;
    ++runs;
    end_connections();
    return add_note(tx, "second");
  });
  EXPECT_EQ(written.error().code, kDatabaseUnavailable);
  EXPECT_GT(runs, 1);
  EXPECT_EQ(count_notes(*database_), 0);
  EXPECT_TRUE(write("later"));
}

TEST_F(PostgresqlFailure, JobsThatShareALostTransactionAreAllKeptOnce) {
  std::latch held(1);
  std::latch release(1);
  auto holder = std::async(std::launch::async, [&] {
    return database_->write_now([&](Transaction&) -> base::Result<> {
      held.count_down();
      release.wait();
      return {};
    });
  });
  held.wait();
  std::atomic<int> runs = 0;
  std::vector<std::future<base::Result<>>> outcomes;
  for (int i = 0; i < 20; ++i) {
    outcomes.push_back(std::async(std::launch::async, [&, i] {
      return database_->write_now([&, i](Transaction& tx) {
        if (++runs == 10) end_connections();
        return add_note(tx, std::to_string(i));
      });
    }));
  }
  while (database_->counts().queued_writes < 20) std::this_thread::yield();
  release.count_down();
  for (auto& outcome : outcomes) EXPECT_TRUE(outcome.get());
  EXPECT_TRUE(holder.get());
  EXPECT_EQ(count_notes(*database_), 20);
}

TEST_F(PostgresqlFailure, AReaderThatLosesItsConnectionReadsAgain) {
  ASSERT_TRUE(write("one"));
  int runs = 0;
  const auto seen = database_->read_now([&](Transaction& tx) -> base::Result<std::int64_t> {
    constexpr std::string_view kCount = "SELECT count(*) FROM notes";
    static_cast<void>(tx.first<std::int64_t>(kCount));
    if (++runs == 1) end_connections();
    return std::get<0>(*tx.first<std::int64_t>(kCount));
  });
  EXPECT_EQ(seen.value(), 1);
  EXPECT_EQ(runs, 2);
}

TEST_F(PostgresqlFailure, WithoutAServerItSaysSoAndGoesOnWhenThereIsOneAgain) {
  ASSERT_EQ(count_notes(*database_), 0);
  line_->cut();
  for (int i = 0; i < 3; ++i) {
    const auto written = write("in vain");
    EXPECT_EQ(written.error().code, kDatabaseUnavailable);
    EXPECT_TRUE(written.error().message.contains("Cannot reach")) << written.error().message;
    const auto seen = database_->read_now([](Transaction&) -> base::Result<> { return {}; });
    EXPECT_EQ(seen.error().code, kDatabaseUnavailable);
  }
  line_->restore();
  EXPECT_TRUE(write("after"));
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(PostgresqlFailure, ACommitWhoseAnswerIsLostIsAskedAfter) {
  int runs = 0;
  line_->cut_at_next_commit();
  const auto written = database_->write_now([&](Transaction& tx) {
    ++runs;
    return add_note(tx, "kept");
  });
  EXPECT_TRUE(written) << written.error().message;
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(PostgresqlFailure, ACommitThatTheServerGaveUpRunsAgain) {
  // At its first commit, and at no other, the server ends the connection before anything is kept.
  run_on_postgresql(url(), "CREATE SEQUENCE deaths");
  run_on_postgresql(
      url(),
      "CREATE FUNCTION die_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF nextval('deaths') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(60); "
      "END IF; RETURN NULL; END $$");
  run_on_postgresql(url(),
                    "CREATE CONSTRAINT TRIGGER die_once AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED "
                    "FOR EACH ROW EXECUTE FUNCTION die_once()");
  int runs = 0;
  const auto written = database_->write_now([&](Transaction& tx) {
    ++runs;
    return add_note(tx, "kept");
  });
  EXPECT_TRUE(written) << written.error().message;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(count_notes(*database_), 1);
}

TEST_F(PostgresqlFailure, ACommitThatNobodyCanAskAfterIsOfUnknownOutcome) {
  database_ = open_or_fail(line_->url(), {.busy_timeout = std::chrono::milliseconds(200)});
  line_->cut_at_next_commit(true);
  const auto written = write("perhaps");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, kOutcomeUnknown);
  EXPECT_TRUE(written.error().message.contains("look whether")) << written.error().message;
  line_->restore();
  EXPECT_EQ(count_notes(*database_), 1) << "here it was kept";
  EXPECT_TRUE(write("after"));
}

TEST_F(PostgresqlFailure, TransactionsThatWaitForEachOtherBothComeThrough) {
  ASSERT_TRUE(write("a"));
  ASSERT_TRUE(write("b"));
  const auto other = open_or_fail(url(), {.busy_timeout = std::chrono::seconds(60)});
  std::latch both(2);
  std::atomic<int> runs = 0;
  const auto lock = [&](Database& database, std::string first, std::string second) {
    return database.write_now([&, first, second](Transaction& tx) -> base::Result<> {
      tx.change("UPDATE notes SET text = text WHERE text = :text", first);
      if (++runs <= 2) both.arrive_and_wait();
      tx.change("UPDATE notes SET text = text WHERE text = :text", second);
      return {};
    });
  };
  auto theirs = std::async(std::launch::async, [&] { return lock(*other, "b", "a"); });
  const auto ours = lock(*database_, "a", "b");
  EXPECT_TRUE(ours) << ours.error().message;
  EXPECT_TRUE(theirs.get());
  EXPECT_GT(runs, 2);
}

TEST_F(PostgresqlFailure, AnotherProgramsLockIsToldAndWaitedOutLater) {
  ASSERT_TRUE(write("a"));
  database_ = open_or_fail(url(), {.busy_timeout = std::chrono::milliseconds(1)});
  const auto other = open_or_fail(url());
  const auto update = [](Transaction& tx) -> base::Result<> {
    tx.change("UPDATE notes SET text = 'b'");
    return {};
  };
  const auto blocked = other->write_now([&](Transaction& tx) -> base::Result<base::ErrorCode> {
    tx.change("UPDATE notes SET text = 'c'");
    return database_->write_now(update).error().code;
  });
  EXPECT_EQ(blocked.value(), kDatabaseLocked);
  EXPECT_TRUE(database_->write_now(update));
}

TEST_F(PostgresqlFailure, AfterTwoWaitsInVainTheRestOfABatchDoesNotWait) {
  database_ = open_or_fail(url(), {.busy_timeout = std::chrono::milliseconds(10)});
  const auto other = open_or_fail(url());
  std::latch held(1);
  std::latch release(1);
  auto holder = std::async(std::launch::async, [&] {
    return database_->write_now([&](Transaction&) -> base::Result<> {
      held.count_down();
      release.wait();
      return {};
    });
  });
  held.wait();
  std::atomic<int> runs = 0;
  const auto locked = other->write_now([&](Transaction& tx) -> base::Result<> {
    tx.change("LOCK TABLE notes");
    std::vector<std::future<base::Result<>>> outcomes;
    for (int i = 0; i < 10; ++i) {
      outcomes.push_back(std::async(std::launch::async, [&, i] {
        return database_->write_now([&, i](Transaction& inner) {
          ++runs;
          return add_note(inner, std::to_string(i));
        });
      }));
    }
    while (database_->counts().queued_writes < outcomes.size()) std::this_thread::yield();
    release.count_down();
    for (auto& outcome : outcomes) EXPECT_EQ(outcome.get().error().code, kDatabaseLocked);
    return {};
  });
  EXPECT_TRUE(locked);
  EXPECT_TRUE(holder.get());
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(write("later"));
}

TEST_F(PostgresqlFailure, ADatabaseThatMayNotBeWrittenSaysSo) {
  const auto refused = database_->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("SET TRANSACTION READ ONLY");
    return add_note(tx, "a");
  });
  EXPECT_EQ(refused.error().code, kDatabaseReadOnly);
}

TEST_F(PostgresqlFailure, TellsTheServersTroublesApart) {
  const std::pair<std::string, base::ErrorCode> kStates[] = {
      {"53100", kDatabaseFull},         // disk_full
      {"58030", kDatabaseUnavailable},  // io_error
      {"XX001", kDatabaseCorrupt},      // data_corrupted
      {"42501", kDatabaseReadOnly},     // insufficient_privilege
      {"40001", kDatabaseConflict},     // serialization_failure, each time that it is tried
      {"22012", kDatabaseFailed},       // division_by_zero
  };
  for (const auto& [state, code] : kStates) {
    const auto failed = database_->write_now([state](Transaction& tx) -> base::Result<> {
      tx.change("DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '" + state + "'; END $$");
      return {};
    });
    ASSERT_FALSE(failed) << state;
    EXPECT_EQ(failed.error().code, code) << state << ": " << failed.error().message;
  }
  EXPECT_TRUE(write("after"));
}

TEST_F(PostgresqlFailure, AServerThatDoesNotLetUsInSaysWhyWithoutThePassword) {
  const std::string wrong =
      url().substr(0, url().find(':', 13) + 1) + "secret" + url().substr(url().find('@'));
  const auto refused = Database::open(wrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kDatabaseUnavailable);
  EXPECT_TRUE(refused.error().message.contains("password authentication failed")) << refused.error().message;
  EXPECT_FALSE(refused.error().message.contains("secret")) << refused.error().message;
}

}  // namespace
}  // namespace store
