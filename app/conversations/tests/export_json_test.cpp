#include <conversations/export.h>
#include <gtest/gtest.h>

namespace conversations {
namespace {

TEST(ExportJson, HasAllOfATurn) {
  const Turn turn{.question_id = "q",
                  .position = 1,
                  .tier = coins::Tier::kSilver,
                  .question = "Why \"so\"?\n",
                  .asked_at = 5'500,
                  .answer = "😀",
                  .ended = Ended{.done = false,
                                 .reason = "upstream_error",
                                 .message = "The model failed.",
                                 .charged = false,
                                 .refunded = true,
                                 .at = 7'999}};
  EXPECT_EQ(json_of({"c", "T", 1'000, 5'500}, {turn}), boost::json::parse(R"({
    "id": "c", "title": "T", "created_at": 1, "updated_at": 5, "turns": [{
      "answer_id": "q", "content": "Why \"so\"?\n", "selected_coin": "silver", "asked_at": 5,
      "answer": {"text": "😀", "state": "failed", "reason": "upstream_error", "charged": false, "refunded": true,
                 "ended_at": 7, "message": "The model failed."}}]})"));
}

TEST(ExportJson, AnAnswerThatIsBeingWrittenHasNoEnd) {
  Turn turn;
  turn.answer = "So far";
  EXPECT_EQ(turn_json(turn).at("answer"), boost::json::parse(R"({"text":"So far","state":"running"})"));
}

}  // namespace
}  // namespace conversations
