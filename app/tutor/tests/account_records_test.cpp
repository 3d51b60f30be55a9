// What an account has, and what is left of it when it was erased.
#include <gmock/gmock.h>

#include <tutor/account_records.h>
#include <tutor/answers_audit.h>
#include <tutor/nodes.h>
#include <tutor/recovery.h>

#include "fixture.h"
#include "journal_file.h"

namespace tutor {
namespace {

class AccountRecords : public TutorTest {
 protected:
  AccountRecords() { give(ada_, 9); }

  RecordedQuestion record(const NewQuestion& asked) {
    return write([&](store::Transaction& tx) { return record_question(tx, asked, 10); });
  }
  void close(const std::string& id, const std::string& text, const Ending& ending) {
    write([&](store::Transaction& tx) { return close_answer(tx, ada_, id, text, ending); });
  }
  // As the part that knows accounts does it, and what of it this part looks at.
  void erase() {
    write([&](store::Transaction& tx) -> base::Result<> {
      tx.change("UPDATE accounts SET deleted_at = 1, normalized_username = 'deleted' WHERE id = :id", ada_);
      return erase_account(tx, ada_);
    });
  }
  template <class T>
  std::vector<T> column(std::string_view sql) {
    return write([&](store::Transaction& tx) -> base::Result<std::vector<T>> {
      std::vector<T> out;
      for (auto& [value] : tx.all<T>(sql)) out.push_back(std::move(value));
      return out;
    });
  }
  std::optional<std::string> drift() {
    return write([](store::Transaction& tx) -> base::Result<std::optional<std::string>> {
      return verify_answers(tx).drift;
    });
  }

  const Ending done_ = decide_ending({FinishReason::kStop, true, false, false});
};

TEST_F(AccountRecords, AreReadPageByPage) {
  std::vector<std::string> conversations;
  std::vector<std::string> answers;
  for (int i = 0; i < 3; ++i) {
    NewQuestion asked = question("Why " + std::to_string(i) + "?");
    conversations.push_back(record(asked).conversation_id);
    close(asked.id, "Because.", done_);
    answers.push_back(asked.id);
    asked = question("And then?");
    asked.conversation_id = conversations.back();
    record(asked);
    answers.push_back(asked.id);
  }
  give(bob_, 1);
  NewQuestion of_bob = question("Mine?");
  of_bob.account_id = bob_;
  record(of_bob);

  std::vector<std::string> found;
  std::vector<std::string> turns;
  std::optional<OwnConversation> last;
  while (true) {
    const auto page = write([&](store::Transaction& tx) -> base::Result<std::vector<OwnConversation>> {
      return own_conversations(tx, ada_, last, 2);
    });
    if (page.empty()) break;
    for (const OwnConversation& conversation : page) {
      found.push_back(conversation.id);
      std::int64_t position = 0;
      while (true) {
        const auto some = write([&](store::Transaction& tx) -> base::Result<std::vector<OwnTurn>> {
          return own_turns(tx, ada_, conversation.id, position, 1);
        });
        if (some.empty()) break;
        turns.push_back(some[0].answer.answer_id);
        EXPECT_EQ(some[0].ended_at.has_value(), some[0].answer.ending.has_value());
        EXPECT_GT(some[0].asked_at, 0);
        position = some[0].position;
      }
    }
    last = page.back();
  }
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(conversations));
  EXPECT_THAT(turns, testing::UnorderedElementsAreArray(answers));
  const auto others = write([&](store::Transaction& tx) -> base::Result<std::vector<OwnTurn>> {
    return own_turns(tx, bob_, conversations[0], 0, 10);
  });
  EXPECT_TRUE(others.empty());
}

TEST_F(AccountRecords, OfAnErasedAccountSayNothingOfThePerson) {
  const NewQuestion asked = question("My name is Ada, why?");
  record(asked);
  close(asked.id, "Dear Ada, because.", done_);
  NewQuestion of_bob = question("And mine?");
  of_bob.account_id = bob_;
  give(bob_, 1);
  record(of_bob);
  erase();
  EXPECT_THAT(column<std::string>("SELECT content FROM questions"),
              testing::UnorderedElementsAre("", "And mine?"));
  EXPECT_THAT(column<std::string>("SELECT title FROM conversations"),
              testing::UnorderedElementsAre("", "And mine?"));
  EXPECT_THAT(column<std::string>("SELECT text FROM answers"), testing::Each(""));
  EXPECT_EQ(stored(asked.id)->ending->reason, kErased);
  EXPECT_TRUE(stored(asked.id)->ending->charged) << "what became of the coin stays";
  EXPECT_EQ(drift(), std::nullopt);
  EXPECT_EQ(copper_of(ada_), 8);
}

TEST_F(AccountRecords, AnOpenAnswerOfAnErasedAccountIsRefunded) {
  const NewQuestion asked = question("Why?");
  record(asked);
  erase();
  EXPECT_TRUE(stored(asked.id)->ending->refunded);
  EXPECT_EQ(copper_of(ada_), 9);
  EXPECT_EQ(drift(), std::nullopt);
  // Whoever still wrote it finds it closed.
  close(asked.id, "Dear Ada", done_);
  EXPECT_EQ(stored(asked.id)->text, "");
  EXPECT_EQ(copper_of(ada_), 9);
  EXPECT_EQ(drift(), std::nullopt);
}

TEST_F(AccountRecords, NoTextComesBackToAnErasedAccount) {
  const NewQuestion asked = question("Why?");
  record(asked);
  close(asked.id, "Dear", interrupted_by_restart());
  erase();
  write([&](store::Transaction& tx) -> base::Result<> {
    extend_text(tx, asked.id, 0, "Dear Ada");
    extend_text(tx, asked.id, 4, " Ada");
    return {};
  });
  EXPECT_EQ(stored(asked.id)->text, "");
  // Nor from the journal of a server that was killed, which is empty afterwards.
  const JournalFile file;
  keep_piece(*file.open(), asked.id, 0, "Dear Ada");
  std::vector<std::unique_ptr<TextJournal>> journals;
  journals.push_back(file.open());
  ASSERT_TRUE(recover(*database_, journals, Sharing::kOnlyServer));
  EXPECT_EQ(stored(asked.id)->text, "");
  EXPECT_FALSE(file.bytes().contains("Dear Ada"));
}

TEST_F(AccountRecords, AnErasedAccountAsksNothingMore) {
  const NewQuestion before = question("Why?");
  const std::string conversation = record(before).conversation_id;
  erase();
  for (const bool goes_on : {false, true}) {
    NewQuestion asked = question("And now?");
    if (goes_on) asked.conversation_id = conversation;
    const auto refused =
        database_->write_now([&](store::Transaction& tx) { return record_question(tx, asked, 10); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, kInvalidMessage);
  }
  EXPECT_THAT(column<std::string>("SELECT content FROM questions"), testing::ElementsAre(""));
  EXPECT_EQ(copper_of(ada_), 9);
}

TEST_F(AccountRecords, ErasingTwiceChangesNothing) {
  const NewQuestion asked = question("Why?");
  record(asked);
  erase();
  erase();
  EXPECT_EQ(copper_of(ada_), 9);
  EXPECT_EQ(drift(), std::nullopt);
}

}  // namespace
}  // namespace tutor
