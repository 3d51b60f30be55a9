#include <conversations/changes.h>

#include <coins/audit.h>
#include <tutor/answers_audit.h>

#include "fixture.h"

namespace conversations {
namespace {

class ErasingTest : public ConversationsTest {
 protected:
  void remove_now(const Asked& asked) {
    write([&](store::Transaction& tx) { return remove(tx, ada_, asked.conversation); });
  }
  // How many were erased of those that were deleted at least that long ago.
  std::size_t erase(std::chrono::milliseconds ago) {
    std::size_t erased = 0;
    while (see([ago](store::Transaction& tx) { return erase_next(tx, tx.now() - ago.count()); })) ++erased;
    return erased;
  }
  bool holds(std::string_view text) {
    const std::string pattern = "%" + std::string(text) + "%";
    return see([&pattern](store::Transaction& tx) {
      return tx
          .first<std::int64_t>(
              "SELECT 1 FROM conversations c JOIN questions q ON q.conversation_id = c.id JOIN answers a ON "
              "a.question_id = q.id WHERE c.title LIKE :title OR q.content LIKE :content OR a.text LIKE "
              ":text",
              pattern, pattern, pattern)
          .has_value();
    });
  }
};

TEST_F(ErasingTest, TakesOnlyWhatWasDeletedLongAgo) {
  const Asked early = ask(ada_, "early", "early");
  const Asked late = ask(ada_, "late", "late");
  ask(ada_, "kept", "kept");
  remove_now(early);
  clock_.advance(std::chrono::hours(24));
  remove_now(late);
  EXPECT_EQ(erase(std::chrono::hours(25)), 0U);
  EXPECT_EQ(erase(std::chrono::hours(24)), 1U);
  EXPECT_FALSE(holds("early"));
  EXPECT_TRUE(holds("late"));
  EXPECT_EQ(erase(std::chrono::hours(0)), 1U);
  EXPECT_FALSE(holds("late"));
  EXPECT_TRUE(holds("kept"));
  EXPECT_EQ(erase(std::chrono::hours(0)), 0U);
}

TEST_F(ErasingTest, CannotBeUndone) {
  const Asked asked = ask(ada_, "Why?");
  remove_now(asked);
  ASSERT_EQ(erase(std::chrono::hours(0)), 1U);
  const auto refused =
      database_->write_now([&](store::Transaction& tx) { return restore(tx, ada_, asked.conversation); });
  EXPECT_EQ(refused.error().code, kNotFound);
}

TEST_F(ErasingTest, SparesWhatWasRestored) {
  const Asked asked = ask(ada_, "Why?");
  remove_now(asked);
  write([&](store::Transaction& tx) { return restore(tx, ada_, asked.conversation); });
  EXPECT_EQ(erase(std::chrono::hours(0)), 0U);
  EXPECT_TRUE(holds("Why"));
}

TEST_F(ErasingTest, LeavesTheLedgerValidAndTheQuestionPaidOnce) {
  const Asked asked = ask(ada_, "Why?");
  const Asked failed = begin(ada_, "And?", asked.conversation);
  end(ada_, failed.question, "Be", tutor::interrupted_by_restart());
  remove_now(asked);
  ASSERT_EQ(erase(std::chrono::hours(0)), 1U);
  const auto audit = see([](store::Transaction& tx) { return coins::verify(tx); });
  EXPECT_FALSE(audit.drift) << *audit.drift;
  const auto answers = see([](store::Transaction& tx) { return tutor::verify_answers(tx); });
  EXPECT_FALSE(answers.drift) << *answers.drift;
  const tutor::NewQuestion again{.id = asked.question,
                                 .account_id = ada_,
                                 .conversation_id = {},
                                 .tier = coins::Tier::kCopper,
                                 .content = "Why?"};
  const auto refused =
      database_->write_now([&](store::Transaction& tx) { return tutor::record_question(tx, again, 10); });
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.contains("deleted")) << refused.error().message;
}

TEST_F(ErasingTest, AJournalDoesNotBringTheTextBack) {
  const Asked asked = begin(ada_, "Why?");
  end(ada_, asked.question, "", tutor::interrupted_by_restart());
  const auto found_later = [&] {
    return see([&](store::Transaction& tx) {
      tutor::extend_text(tx, asked.question, 0, "secret");
      return true;
    });
  };
  remove_now(asked);
  ASSERT_EQ(erase(std::chrono::hours(0)), 1U);
  found_later();
  EXPECT_FALSE(holds("secret"));
}

TEST_F(ErasingTest, AJournalCompletesWhatIsOnlyHidden) {
  const Asked asked = begin(ada_, "Why?");
  end(ada_, asked.question, "", tutor::interrupted_by_restart());
  remove_now(asked);
  see([&](store::Transaction& tx) {
    tutor::extend_text(tx, asked.question, 0, "kept");
    return true;
  });
  EXPECT_TRUE(holds("kept"));
}

}  // namespace
}  // namespace conversations
