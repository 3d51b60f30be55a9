// One test for each row of the table of endings in docs/coins.md that does not need a running server.
#include <gtest/gtest.h>

#include <tutor/ending.h>

namespace tutor {
namespace {

using coins::Rule;

Ending ended(ModelResult result, bool has_text, bool stopped = false, bool shutting_down = false) {
  return decide_ending({std::move(result), has_text, stopped, shutting_down});
}

ModelResult failure(base::ErrorCode code) {
  return std::unexpected(ModelFailure{code, "detail for the log"});
}

void expect_done(const Ending& ending, std::string_view reason, coins::Rule rule) {
  const bool charged = coins::kind_of_rule(rule) == coins::EntryKind::kSettle;
  EXPECT_EQ(ending.rule, rule);
  EXPECT_EQ(ending.outcome, Outcome::kDone);
  EXPECT_EQ(ending.reason, reason);
  EXPECT_EQ(ending.charged, charged);
  EXPECT_EQ(ending.refunded, !charged);
}

void expect_refunded(const Ending& ending, std::string_view code, coins::Rule rule) {
  EXPECT_EQ(ending.rule, rule);
  EXPECT_EQ(coins::kind_of_rule(rule), coins::EntryKind::kRefund);
  EXPECT_EQ(ending.outcome, Outcome::kError);
  EXPECT_EQ(ending.reason, code);
  EXPECT_FALSE(ending.charged);
  EXPECT_TRUE(ending.refunded);
  EXPECT_NE(ending.message.find("coin came back"), std::string::npos) << ending.message;
  EXPECT_EQ(ending.message.find("detail for the log"), std::string::npos)
      << "the operator's words are not the student's";
}

TEST(Endings, CompleteAnswerIsCharged) {
  expect_done(ended(FinishReason::kStop, true), "stop", Rule::kComplete);
}

TEST(Endings, LengthLimitIsCharged) {
  expect_done(ended(FinishReason::kLength, true), "length", Rule::kLengthLimit);
}

TEST(Endings, EmptyAnswerIsRefunded) {
  expect_refunded(ended(FinishReason::kStop, false), "upstream_error", Rule::kEmptyAnswer);
  expect_refunded(ended(FinishReason::kLength, false), "upstream_error", Rule::kEmptyAnswer);
}

TEST(Endings, ContentFilterIsRefunded) {
  expect_refunded(ended(FinishReason::kContentFilter, true), "upstream_error", Rule::kContentFilter);
  expect_refunded(ended(FinishReason::kContentFilter, false), "upstream_error", Rule::kContentFilter);
}

TEST(Endings, FailureIsRefundedBeforeAndAfterTheFirstText) {
  expect_refunded(ended(failure(kUpstreamError), false), "upstream_error", Rule::kUpstreamError);
  expect_refunded(ended(failure(kUpstreamError), true), "upstream_error", Rule::kUpstreamError);
}

TEST(Endings, TimeoutIsRefundedBeforeAndAfterTheFirstText) {
  expect_refunded(ended(failure(kUpstreamTimeout), false), "upstream_timeout", Rule::kUpstreamTimeout);
  expect_refunded(ended(failure(kUpstreamTimeout), true), "upstream_timeout", Rule::kUpstreamTimeout);
}

TEST(Endings, ARefusalSaysWhenToAskAgain) {
  const auto message_for = [](NextTry next, std::optional<std::chrono::seconds> retry_after) {
    ModelFailure refusal{kUpstreamError, "detail for the log"};
    refusal.next_try = next;
    refusal.retry_after = retry_after;
    const Ending ending = ended(std::unexpected(refusal), false);
    expect_refunded(ending, "upstream_error", Rule::kUpstreamError);
    return ending.message;
  };
  using std::chrono::seconds;
  EXPECT_TRUE(message_for(NextTry::kMaySucceed, seconds(1)).ends_with("ask again in 1 second."));
  EXPECT_TRUE(message_for(NextTry::kMaySucceed, seconds(120)).ends_with("ask again in 120 seconds."));
  EXPECT_TRUE(message_for(NextTry::kMaySucceed, seconds(121)).ends_with("ask again in 3 minutes."));
  EXPECT_TRUE(message_for(NextTry::kMaySucceed, seconds(7'201)).ends_with("ask again in 3 hours."));
  EXPECT_TRUE(message_for(NextTry::kMaySucceed, seconds::max()).ends_with("ask again another day."));
  EXPECT_TRUE(message_for(NextTry::kMaySucceed, std::nullopt).ends_with("try again in a moment."));
  EXPECT_NE(message_for(NextTry::kUseless, std::nullopt).find("tell whoever runs this lab"),
            std::string::npos);
}

TEST(Endings, StopBeforeTheFirstTextIsFree) {
  expect_done(ended(failure(kUpstreamError), false, true), "stopped", Rule::kStoppedBeforeText);
}

TEST(Endings, StopAfterTheFirstTextIsCharged) {
  expect_done(ended(failure(kUpstreamError), true, true), "stopped", Rule::kStoppedAfterText);
}

TEST(Endings, StopThatCameTooLateChangesNothing) {
  expect_done(ended(FinishReason::kStop, true, true), "stop", Rule::kComplete);
}

TEST(Endings, ShutdownIsRefunded) {
  expect_refunded(ended(failure(kUpstreamError), false, false, true), "interrupted",
                  Rule::kInterruptedByShutdown);
  expect_refunded(ended(failure(kUpstreamError), true, false, true), "interrupted",
                  Rule::kInterruptedByShutdown);
}

TEST(Endings, AnswerThatFinishedDuringTheGraceIsCharged) {
  expect_done(ended(FinishReason::kStop, true, false, true), "stop", Rule::kComplete);
}

TEST(Endings, RestartIsRefunded) {
  expect_refunded(interrupted_by_restart(), "interrupted", Rule::kInterruptedByCrash);
}

TEST(Endings, AnEndThatCouldNotBeBookedDoesNotClaimThatTheCoinIsBack) {
  const Ending ending = not_booked_yet();
  EXPECT_EQ(ending.outcome, Outcome::kError);
  EXPECT_EQ(ending.reason, "interrupted");
  EXPECT_FALSE(ending.charged);
  EXPECT_FALSE(ending.refunded);
  EXPECT_EQ(ending.rule, Rule::kNotBooked);
  EXPECT_NE(ending.message.find("will come back"), std::string::npos);
}

}  // namespace
}  // namespace tutor
