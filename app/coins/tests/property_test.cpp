// Random operations of many accounts, with crashes among them, against a model. AILAB_PROPERTY_OPERATIONS and
// AILAB_PROPERTY_SEED make it longer, and repeat it; `./dev soak ledger` runs the long ones.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>

#include <gtest/gtest.h>

#include <store/database.h>
#include <store/migrations.h>
#include <store/test_database.h>

#include <coins/audit.h>
#include <coins/schema.h>

#include "property_model.h"

namespace coins {
namespace {

constexpr std::int64_t kAccounts = 40;
constexpr std::size_t kAuditsInAll = 20;
constexpr Rule kSettling[] = {Rule::kComplete, Rule::kLengthLimit, Rule::kStoppedAfterText};
constexpr Rule kRefunding[] = {Rule::kStoppedBeforeText,  Rule::kUpstreamError,        Rule::kUpstreamTimeout,
                               Rule::kEmptyAnswer,        Rule::kContentFilter,        Rule::kNotBooked,
                               Rule::kInterruptedByCrash, Rule::kInterruptedByShutdown};

std::uint64_t number_of(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

class PropertyTest : public ::testing::Test {
 protected:
  PropertyTest() {
    open(home_.url());
    std::cout << "AILAB_PROPERTY_SEED=" << seed_ << " AILAB_PROPERTY_OPERATIONS=" << operations_ << "\n";
  }

  void open(const std::string& url) {
    url_ = url;
    database_ = store::Database::open(url).value();
    ASSERT_TRUE(store::migrate(*database_, migrations()));
  }

  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  Tier pick_tier() { return static_cast<Tier>(pick(3)); }

  // One operation, on the ledger and on the model, which must agree on what comes of it.
  void operate(store::Transaction& tx) {
    touched_ = 1 + static_cast<std::int64_t>(pick(kAccounts));
    const auto choice = pick(100);
    if (choice < 8) {
      const auto count = 1 + static_cast<std::int64_t>(pick(20));
      const Tier tier = pick_tier();
      expect(tx, model_.give(touched_, tier, count),
             coins::grant(tx, touched_, tier, count, "admin:root", "gift"));
    } else if (choice < 12) {
      const auto count = 1 + static_cast<std::int64_t>(pick(6));
      const Tier tier = pick_tier();
      expect(tx, model_.give(touched_, tier, -count),
             coins::adjust(tx, touched_, tier, -count, "admin:root", "taken"));
    } else if (choice < 56) {
      const std::string id = "q" + std::to_string(next_question_++);
      recent_.push_back(id);
      ask(tx, id);
    } else if (choice < 62) {
      ask(tx, known_question());
    } else {
      close(tx, known_question(), choice < 84);
    }
  }

  void ask(store::Transaction& tx, const std::string& id) {
    const Tier tier = pick_tier();
    expect(tx, model_.ask(id, touched_, tier), coins::reserve(tx, touched_, tier, id));
  }

  void close(store::Transaction& tx, const std::string& id, bool settles) {
    if (const Model::Question* question = model_.question(id)) touched_ = question->account;
    const auto expected = model_.close(id, settles ? Model::State::kSettled : Model::State::kRefunded);
    expect(tx, expected,
           settles ? coins::settle(tx, id, kSettling[pick(std::size(kSettling))])
                   : coins::refund(tx, id, kRefunding[pick(std::size(kRefunding))]));
  }

  // Mostly one of the last, which are still open; sometimes one that never was.
  std::string known_question() {
    if (recent_.empty() || pick(50) == 0) return "never asked";
    const std::size_t window = std::min<std::size_t>(recent_.size(), 60);
    return recent_[recent_.size() - 1 - pick(window)];
  }

  void expect(store::Transaction& tx, std::string_view error, const base::Result<Balances>& outcome) {
    ASSERT_EQ(outcome ? std::string_view() : outcome.error().code.name(), error);
    if (outcome) ASSERT_EQ(*outcome, model_.balances(touched_));
    ASSERT_EQ(coins::balances(tx, touched_), model_.balances(touched_));
  }

  enum class Crash { kNone, kRefused, kThrown, kPower };

  // Some operations in one transaction, which may come to a bad end.
  void step() {
    const Crash crash = pick_crash();
    const auto count = 1 + pick(most_in_one_);
    const auto fatal = pick(count);
    bool crashed = false;
    const auto done = database_->write_now([&](store::Transaction& tx) -> base::Result<> {
      model_.undo();  // this may be another try
      for (std::uint64_t i = 0; i < count && !HasFatalFailure(); ++i, ++done_) {
        operate(tx);
        if (i != fatal || crash == Crash::kNone) continue;
        crashed = true;
        if (crash == Crash::kThrown) throw std::runtime_error("the job ends here");
        if (crash == Crash::kRefused) return base::fail(kLowCoins, "the caller's own refusal");
        if (home_.on_postgresql()) return lose_connection(tx);
        copy_what_a_crash_would_leave();
        return base::fail(kLowCoins, "the power fails here");
      }
      return {};
    });
    ASSERT_EQ(done.has_value(), !crashed) << (done ? "" : done.error().message);
    crashed ? model_.undo() : model_.keep();
    if (crash == Crash::kPower && !home_.on_postgresql()) reopen_what_was_left();
  }

  Crash pick_crash() {
    if (pick(100) < 2) return pick(2) == 0 ? Crash::kRefused : Crash::kThrown;
    return pick(steps_to_a_crash_) == 0 ? Crash::kPower : Crash::kNone;
  }

  // The server ends this very connection in the middle of the transaction, which is not to be tried again.
  static base::Result<> lose_connection(store::Transaction& tx) {
    try {
      static_cast<void>(tx.first<std::string>("SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS TEXT)"));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): that is what was wanted
    }
    return base::fail(kLowCoins, "the connection is lost here");
  }

  // The file and its log as they are now, in the middle of a transaction: what the next start finds after the
  // power failed.
  void copy_what_a_crash_would_leave() {
    const std::string file = url_.substr(std::string("sqlite:").size());
    left_ = folder() / ("crash-" + std::to_string(++crashes_) + ".sqlite");
    for (const std::string suffix : {"", "-wal"})
      std::filesystem::copy_file(file + suffix, left_.string() + suffix);
  }

  void reopen_what_was_left() {
    const std::filesystem::path before = url_.substr(std::string("sqlite:").size());
    open("sqlite:" + left_.string());
    for (const std::string suffix : {"", "-wal", "-shm"}) std::filesystem::remove(before.string() + suffix);
  }

  std::filesystem::path folder() const {
    return std::filesystem::path(home_.url().substr(std::string("sqlite:").size())).parent_path();
  }

  void audit() {
    const auto audited = database_->read_now([this](store::Transaction& tx) -> base::Result<Audit> {
      for (const auto& [account, expected] : model_.all_balances())
        EXPECT_EQ(coins::balances(tx, account), expected);
      return verify(tx);
    });
    ASSERT_TRUE(audited) << audited.error().message;
    ASSERT_EQ(audited->drift, std::nullopt);
    ASSERT_EQ(audited->reservations, static_cast<std::int64_t>(model_.questions()));
    ASSERT_EQ(audited->open_reservations, model_.count(Model::State::kOpen));
  }

  store::TestDatabase home_{store::SqlitePlace::kFile};
  const std::uint64_t seed_ = number_of("AILAB_PROPERTY_SEED", std::random_device{}());
  const std::uint64_t operations_ =
      number_of("AILAB_PROPERTY_OPERATIONS", home_.on_postgresql() ? 400 : 4000);
  // The longer the run, the larger its transactions and the rarer its crashes: both cost a walk to the disk.
  const std::uint64_t most_in_one_ = operations_ > 50'000 ? 64 : 6;
  const std::uint64_t steps_to_a_crash_ = operations_ > 50'000 ? 400 : 60;
  std::mt19937_64 random_{seed_};
  Model model_;
  std::string url_;
  std::unique_ptr<store::Database> database_;
  std::filesystem::path left_;
  std::vector<std::string> recent_;
  std::uint64_t next_question_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t crashes_ = 0;
  std::int64_t touched_ = 0;
};

TEST_F(PropertyTest, TheLedgerIsWhatAModelSaysAfterEveryStep) {
  const std::uint64_t between_audits = std::max<std::uint64_t>(operations_ / kAuditsInAll, 1);
  std::uint64_t next_audit = between_audits;
  while (done_ < operations_ && !HasFatalFailure()) {
    step();
    if (done_ < next_audit || HasFatalFailure()) continue;
    next_audit += between_audits;
    audit();
  }
  audit();
}

}  // namespace
}  // namespace coins
