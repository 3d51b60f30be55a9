#include <conversations/changes.h>

#include "fixture.h"

namespace conversations {
namespace {

class ChangesTest : public ConversationsTest {
 protected:
  base::Result<Summary> rename_to(std::int64_t account, const std::string& id, const std::string& title) {
    return database_->write_now([&](store::Transaction& tx) { return rename(tx, account, id, title); });
  }
  base::Result<> remove_by(std::int64_t account, const std::string& id) {
    return database_->write_now([&](store::Transaction& tx) { return remove(tx, account, id); });
  }
  base::Result<Summary> restore_by(std::int64_t account, const std::string& id) {
    return database_->write_now([&](store::Transaction& tx) { return restore(tx, account, id); });
  }
  std::vector<std::string> listed() {
    std::vector<std::string> titles;
    for (const Summary& conversation :
         see([&](store::Transaction& tx) { return list(tx, ada_, std::nullopt, 10); }).conversations)
      titles.push_back(conversation.title);
    return titles;
  }
};

TEST_F(ChangesTest, ANewNameLeavesItInItsPlace) {
  const Asked first = ask(ada_, "First");
  ask(ada_, "Second");
  clock_.advance(std::chrono::hours(1));
  const auto renamed = rename_to(ada_, first.conversation, "Renamed");
  ASSERT_TRUE(renamed);
  EXPECT_EQ(renamed->title, "Renamed");
  EXPECT_EQ(listed(), (std::vector<std::string>{"Second", "Renamed"}));
  ask(ada_, "Another question", "Yes.", first.conversation);
  EXPECT_EQ(listed(), (std::vector<std::string>{"Renamed", "Second"}));
}

TEST_F(ChangesTest, DeletedIsHiddenAndRestoredIsBackInItsPlace) {
  const Asked first = ask(ada_, "First");
  ask(ada_, "Second");
  ASSERT_TRUE(remove_by(ada_, first.conversation));
  EXPECT_EQ(listed(), (std::vector<std::string>{"Second"}));
  EXPECT_EQ(remove_by(ada_, first.conversation).error().code, kNotFound);
  EXPECT_EQ(rename_to(ada_, first.conversation, "x").error().code, kNotFound);
  const auto restored = restore_by(ada_, first.conversation);
  ASSERT_TRUE(restored);
  EXPECT_EQ(restored->title, "First");
  EXPECT_EQ(listed(), (std::vector<std::string>{"Second", "First"}));
  EXPECT_TRUE(restore_by(ada_, first.conversation)) << "one that was not deleted stays as it is";
}

TEST_F(ChangesTest, NobodyElseChangesIt) {
  const Asked asked = ask(ada_, "Mine");
  EXPECT_EQ(rename_to(bob_, asked.conversation, "His").error().code, kNotFound);
  EXPECT_EQ(remove_by(bob_, asked.conversation).error().code, kNotFound);
  ASSERT_TRUE(remove_by(ada_, asked.conversation));
  EXPECT_EQ(restore_by(bob_, asked.conversation).error().code, kNotFound);
  EXPECT_EQ(restore_by(ada_, base::random_uuid()).error().code, kNotFound);
}

TEST_F(ChangesTest, OneWithAnAnswerThatIsBeingWrittenStays) {
  const Asked first = ask(ada_, "First");
  const Asked running = begin(ada_, "Second", first.conversation);
  EXPECT_EQ(remove_by(ada_, first.conversation).error().code, kAnswerRunning);
  EXPECT_EQ(listed(), (std::vector<std::string>{"First"})) << "nothing of the try is kept";
  end(ada_, running.question, "Done.", tutor::interrupted_by_restart());
  EXPECT_TRUE(remove_by(ada_, first.conversation));
}

}  // namespace
}  // namespace conversations
