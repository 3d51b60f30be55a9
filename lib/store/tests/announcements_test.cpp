#include <deque>
#include <thread>

#include <boost/asio/io_context.hpp>

#include <store/announcements.h>

#include "two_databases.h"

namespace store {
namespace {

class Announcing : public ::testing::TestWithParam<Kind> {
 protected:
  std::unique_ptr<Database> open(bool beside_a_server) {
    auto database = open_or_fail(place_.url(), {.beside_a_server = beside_a_server});
    EXPECT_TRUE(migrate(*database, announcement_migrations()));
    return database;
  }

  Announcements::Handler remember() {
    return [this](const Announcement& heard) { heard_.push_back(heard.topic + " " + heard.payload); };
  }

  // Runs the loop until something has been heard.
  std::string next() {
    while (heard_.empty()) loop_.run_one();
    std::string first = heard_.front();
    heard_.pop_front();
    return first;
  }

  Place place_{GetParam()};
  boost::asio::io_context loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> kept_open_ =
      boost::asio::make_work_guard(loop_);
  std::unique_ptr<Database> server_ = open(false);
  std::unique_ptr<Database> command_ = open(true);
  std::deque<std::string> heard_;
};

base::Result<> say(Database& database, std::string_view topic, std::string_view payload) {
  return database.write_now([=](Transaction& tx) -> base::Result<> {
    announce(tx, topic, payload);
    return {};
  });
}

TEST_P(Announcing, IsHeardByOthersInOrder) {
  const Announcements ear(*server_, loop_.get_executor(), remember());
  ASSERT_TRUE(say(*command_, "balance", "1"));
  ASSERT_TRUE(say(*command_, "balance", "2"));
  ASSERT_TRUE(say(*command_, "session-ended", "with spaces, and 'quotes'"));
  EXPECT_EQ(next(), "balance 1");
  EXPECT_EQ(next(), "balance 2");
  EXPECT_EQ(next(), "session-ended with spaces, and 'quotes'");
}

TEST_P(Announcing, IsHeardBySeveral) {
  const Announcements ear(*server_, loop_.get_executor(), remember());
  const auto other = open(false);
  const Announcements other_ear(*other, loop_.get_executor(), remember());
  ASSERT_TRUE(say(*command_, "balance", "1"));
  EXPECT_EQ(next(), "balance 1");
  EXPECT_EQ(next(), "balance 1");
}

TEST_P(Announcing, IsNotHeardByWhoSaidIt) {
  const Announcements ear(*command_, loop_.get_executor(), remember());
  const auto other = open(true);
  ASSERT_TRUE(say(*command_, "balance", "own"));
  ASSERT_TRUE(say(*other, "balance", "other's"));
  EXPECT_EQ(next(), "balance other's");
}

TEST_P(Announcing, WhatIsRolledBackWasNeverSaid) {
  const Announcements ear(*server_, loop_.get_executor(), remember());
  EXPECT_FALSE(command_->write_now([](Transaction& tx) -> base::Result<> {
    announce(tx, "balance", "never");
    return base::fail(kDatabaseFailed, "changed its mind");
  }));
  ASSERT_TRUE(say(*command_, "balance", "kept"));
  EXPECT_EQ(next(), "balance kept");
}

TEST_P(Announcing, WhatWasSaidBeforeIsNotHeard) {
  ASSERT_TRUE(say(*command_, "balance", "before"));
  const Announcements ear(*server_, loop_.get_executor(), remember());
  ASSERT_TRUE(say(*command_, "balance", "after"));
  EXPECT_EQ(next(), "balance after");
}

TEST_P(Announcing, NothingIsToldToWhoHasGone) {
  auto ear = std::make_unique<Announcements>(*server_, loop_.get_executor(),
                                             [](const Announcement&) { ADD_FAILURE() << "told"; });
  const Announcements other(*server_, loop_.get_executor(), remember());
  ASSERT_TRUE(say(*command_, "balance", "1"));
  ear.reset();
  EXPECT_EQ(next(), "balance 1");
}

INSTANTIATE_TEST_SUITE_P(Databases, Announcing, ::testing::ValuesIn(kinds_to_test()), name_of_kind);

std::int64_t rows(Database& database) {
  return database
      .read_now([](Transaction& tx) -> base::Result<std::int64_t> {
        return std::get<0>(tx.first<std::int64_t>("SELECT count(*) FROM announcements").value());
      })
      .value();
}

TEST(AnnouncingOnSqlite, CostsAServerNothing) {
  const Place place(Kind::kSqlite);
  const auto server = open_or_fail(place.url());
  ASSERT_TRUE(migrate(*server, announcement_migrations()));
  ASSERT_TRUE(say(*server, "balance", "1"));
  EXPECT_EQ(rows(*server), 0);
}

TEST(AnnouncingOnSqlite, WhatIsOldIsDeletedByTheListener) {
  const Place place(Kind::kSqlite);
  const auto server = open_or_fail(place.url(), {.beside_a_server = true});
  ASSERT_TRUE(migrate(*server, announcement_migrations()));
  ASSERT_TRUE(server->write_now([](Transaction& tx) -> base::Result<> {
    tx.change("INSERT INTO announcements (origin, topic, payload, made_at) VALUES ('x', 'old', '', :then)",
              tx.now() - 61'000);
    return {};
  }));
  boost::asio::io_context loop;
  const Announcements ear(*server, loop.get_executor(), [](const Announcement&) {});
  while (rows(*server) != 0) std::this_thread::yield();
}

struct Terminated {
  explicit Terminated(Database& database) {
    const auto done = database.read_now([](Transaction& tx) -> base::Result<std::int64_t> {
      return std::get<0>(
          tx.first<std::int64_t>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                 "WHERE pid <> pg_backend_pid() AND query LIKE '%LISTEN %I%' "
                                 "AND query NOT LIKE '%pg_terminate%'")
              .value());
    });
    EXPECT_GE(done.value_or(0), 1);
  }
};

TEST(AnnouncingOnPostgresql, SaysThatSomethingMayHaveBeenMissed) {
  if (std::getenv("AILAB_TEST_POSTGRESQL") == nullptr) return;
  const Place place(Kind::kPostgresql);
  const auto server = open_or_fail(place.url());
  const auto command = open_or_fail(place.url());
  boost::asio::io_context loop;
  const auto guard = boost::asio::make_work_guard(loop);
  std::deque<std::string> heard;
  const Announcements ear(*server, loop.get_executor(),
                          [&](const Announcement& said) { heard.push_back(said.topic + said.payload); });
  const Terminated line(*command);
  while (heard.empty()) loop.run_one();
  EXPECT_EQ(heard.front(), "missed");
  ASSERT_TRUE(say(*command, "balance", "1"));
  while (heard.size() < 2) loop.run_one();
  EXPECT_EQ(heard.back(), "balance1");
}

}  // namespace
}  // namespace store
