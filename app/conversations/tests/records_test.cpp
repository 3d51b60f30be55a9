#include <algorithm>

#include <conversations/records.h>

#include "fixture.h"

namespace conversations {
namespace {

class RecordsTest : public ConversationsTest {
 protected:
  std::vector<std::string> titles_by(std::size_t at_once) {
    std::vector<std::string> titles;
    std::optional<Cursor> before;
    while (true) {
      const SummaryPage page = see([&](store::Transaction& tx) { return list(tx, ada_, before, at_once); });
      EXPECT_LE(page.conversations.size(), at_once);
      for (const Summary& conversation : page.conversations) titles.push_back(conversation.title);
      if (!page.more) return titles;
      before = place_of(page.conversations.back());
    }
  }
  base::Result<TurnPage> turns_of(const std::string& conversation, std::optional<std::string> before,
                                  std::size_t most) {
    return database_->read_now([&](store::Transaction& tx) { return turns(tx, conversation, before, most); });
  }
};

TEST_F(RecordsTest, ListsWhatWasUsedLastFirst) {
  const Asked old = ask(ada_, "Old");
  ask(ada_, "New");
  EXPECT_EQ(titles_by(10), (std::vector<std::string>{"New", "Old"}));
  ask(ada_, "Again", "Yes.", old.conversation);
  EXPECT_EQ(titles_by(10), (std::vector<std::string>{"Old", "New"}));
}

TEST_F(RecordsTest, TitlesAreTheFirstLineOfTheFirstQuestion) {
  ask(ada_, std::string(100, 'x'));
  ask(ada_, "\n  How do loops work?\nI tried for.");
  EXPECT_EQ(titles_by(10), (std::vector<std::string>{"How do loops work?", std::string(60, 'x') + "…"}));
}

TEST_F(RecordsTest, PagesHaveNoGapAndNoRepetition) {
  for (int i = 0; i < 7; ++i) ask(ada_, std::to_string(i));
  // All at the same moment: then the ids decide.
  write([](store::Transaction& tx) -> base::Result<> {
    tx.change("UPDATE conversations SET updated_at = 5 WHERE title < '5'");
    return {};
  });
  const auto whole = titles_by(100);
  ASSERT_EQ(whole.size(), 7U);
  for (const std::size_t at_once : {1U, 2U, 3U, 6U, 7U}) EXPECT_EQ(titles_by(at_once), whole) << at_once;
}

TEST_F(RecordsTest, ShowNobodyElsesConversations) {
  const Asked asked = ask(bob_, "Private");
  EXPECT_TRUE(titles_by(10).empty());
  const auto foreign =
      database_->read_now([&](store::Transaction& tx) { return find(tx, ada_, asked.conversation); });
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, kNotFound);
}

TEST_F(RecordsTest, TurnsComeInPagesTheNewestFirst) {
  std::vector<Asked> asked{ask(ada_, "1?", "1.")};
  for (int i = 2; i <= 5; ++i)
    asked.push_back(ask(ada_, std::to_string(i) + "?", std::to_string(i) + ".", asked[0].conversation));
  const auto newest = turns_of(asked[0].conversation, std::nullopt, 2);
  ASSERT_TRUE(newest);
  ASSERT_EQ(newest->turns.size(), 2U);
  EXPECT_EQ(newest->turns[0].question, "4?");
  EXPECT_EQ(newest->turns[1].answer, "5.");
  EXPECT_TRUE(newest->earlier);
  const auto before = turns_of(asked[0].conversation, newest->turns[0].question_id, 3);
  ASSERT_EQ(before->turns.size(), 3U);
  EXPECT_EQ(before->turns[0].question, "1?");
  EXPECT_FALSE(before->earlier);
  const auto first = turns_of(asked[0].conversation, asked[0].question, 3);
  EXPECT_TRUE(first->turns.empty());
  EXPECT_FALSE(first->earlier);
}

TEST_F(RecordsTest, TurnsBeforeAQuestionOfAnotherConversationAreRefused) {
  const Asked asked = ask(ada_, "Here");
  const Asked other = ask(ada_, "Elsewhere");
  for (const std::string& before : {other.question, base::random_uuid(), std::string("x")}) {
    const auto refused = turns_of(asked.conversation, before, 5);
    ASSERT_FALSE(refused) << before;
    EXPECT_EQ(refused.error().code, kInvalidParameter);
  }
}

TEST_F(RecordsTest, TurnsSayHowTheyEnded) {
  const Asked asked = ask(ada_, "One?", "One.");
  const Asked failed = begin(ada_, "Two?", asked.conversation);
  end(ada_, failed.question, "Tw", tutor::interrupted_by_restart());
  begin(ada_, "Three?", asked.conversation);
  const auto all = see([&](store::Transaction& tx) { return turns_after(tx, asked.conversation, 0, 10); });
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[0].ended->done && all[0].ended->charged);
  EXPECT_GE(all[0].ended->at, all[0].asked_at);
  EXPECT_FALSE(all[1].ended->done);
  EXPECT_TRUE(all[1].ended->refunded);
  EXPECT_EQ(all[1].ended->reason, "interrupted");
  EXPECT_EQ(all[1].answer, "Tw");
  EXPECT_FALSE(all[2].ended);
}

}  // namespace
}  // namespace conversations
