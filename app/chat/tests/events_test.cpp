#include <gtest/gtest.h>

#include <store/errors.h>

#include <chat/codes.h>
#include <chat/events.h>
#include <coins/ledger.h>
#include <tutor/tutor.h>

namespace chat {
namespace {

TEST(Events, StreamIsWhatTheContractSays) {
  std::string json;
  append_stream_json({"an-id", 12, "line\n\"quoted\" \xf0\x9f\x98\x80"}, json);
  EXPECT_EQ(json, R"({"type":"stream","answer_id":"an-id","offset":12,"content":"line\n\"quoted\" )"
                  "\xf0\x9f\x98\x80\"}");
}

TEST(Events, RefusalNamesTheQuestionWhenItHadAnId) {
  const base::Error error{kRateLimited, "Slowly."};
  EXPECT_EQ(boost::json::serialize(refusal_json({error})),
            R"({"type":"error","code":"rate_limited","message":"Slowly."})");
  EXPECT_EQ(boost::json::serialize(refusal_json({error, "an-id"})),
            R"({"type":"error","code":"rate_limited","message":"Slowly.","id":"an-id"})");
}

TEST(Events, RefusalSaysWhenToTryAgainWhereThatIsKnown) {
  const Refusal refusal{{kRateLimited, "Slowly."}, std::nullopt, std::chrono::seconds(7)};
  EXPECT_EQ(boost::json::serialize(refusal_json(refusal)),
            R"({"type":"error","code":"rate_limited","message":"Slowly.","retry_after":7})");
  EXPECT_EQ(boost::json::serialize(refused_json(refusal)),
            R"({"ok":false,"code":"rate_limited","message":"Slowly.","retry_after":7})");
}

TEST(Events, FailuresOfOursAreNeverBlamedOnTheStudent) {
  const auto full = refusal_of({store::kDatabaseFull, "The disk is full."}, coins::Tier::kGold);
  EXPECT_EQ(full.code, tutor::kBusy);
  EXPECT_NE(full.message.find("Nothing was charged"), std::string::npos);
  EXPECT_EQ(full.message.find("disk"), std::string::npos);
}

TEST(Events, LowCoinsSaysWhichCoin) {
  const auto low = refusal_of({coins::kLowCoins, "…"}, coins::Tier::kSilver);
  EXPECT_EQ(low.code, coins::kLowCoins);
  EXPECT_NE(low.message.find("silver"), std::string::npos);
}

}  // namespace
}  // namespace chat
