// What the tutor still knows of a question whose conversation was deleted.
#include <conversations/changes.h>

#include <tutor/question_start.h>

#include "fixture.h"

namespace conversations {
namespace {

class HiddenTest : public ConversationsTest {
 protected:
  HiddenTest() : asked_(ask(ada_, "Why?", "Because.")) {
    write([this](store::Transaction& tx) { return remove(tx, ada_, asked_.conversation); });
  }

  base::Result<tutor::RecordedQuestion> record(std::int64_t account, const std::string& id,
                                               const std::string& content,
                                               std::optional<std::string> conversation = {}) {
    const tutor::NewQuestion question{.id = id,
                                      .account_id = account,
                                      .conversation_id = std::move(conversation),
                                      .tier = coins::Tier::kCopper,
                                      .content = content};
    return database_->write_now(
        [&](store::Transaction& tx) { return tutor::record_question(tx, question, 10); });
  }
  std::int64_t copper() {
    return see([this](store::Transaction& tx) { return coins::balances(tx, ada_).copper; });
  }

  Asked asked_;
};

TEST_F(HiddenTest, TakesNoFurtherQuestion) {
  const std::int64_t before = copper();
  const auto refused = record(ada_, base::random_uuid(), "And now?", asked_.conversation);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, tutor::kInvalidMessage);
  EXPECT_EQ(copper(), before);
}

TEST_F(HiddenTest, TheSameQuestionAgainCostsNothing) {
  const std::int64_t before = copper();
  const auto refused = record(ada_, asked_.question, "Why?");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, tutor::kInvalidMessage);
  EXPECT_TRUE(refused.error().message.contains("deleted")) << refused.error().message;
  EXPECT_FALSE(record(bob_, asked_.question, "Why?").error().message.contains("deleted"))
      << "that it was deleted is nobody else's business";
  EXPECT_EQ(copper(), before);
}

TEST_F(HiddenTest, ItsAnswerIsNotFoundUnlessSomebodyReadsItAlready) {
  const auto found =
      see([this](store::Transaction& tx) { return tutor::find_answer(tx, ada_, asked_.question); });
  EXPECT_FALSE(found);
  const auto news =
      see([this](store::Transaction& tx) { return tutor::find_news(tx, ada_, asked_.question, 0); });
  ASSERT_TRUE(news);
  EXPECT_EQ(news->text, "Because.");
}

TEST_F(HiddenTest, ItsReceiptsHaveNoText) {
  const auto start = [this] {
    return see(
        [this](store::Transaction& tx) { return tutor::question_start(tx, ada_, asked_.question, 20); });
  };
  EXPECT_FALSE(start());
  write([this](store::Transaction& tx) { return restore(tx, ada_, asked_.conversation); });
  EXPECT_EQ(start()->text, "Why?");
}

}  // namespace
}  // namespace conversations
