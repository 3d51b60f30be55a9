#include <tutor/question_start.h>
#include <tutor/records.h>

#include "fixture.h"

namespace tutor {
namespace {

class QuestionStartTest : public TutorTest {
 protected:
  std::string ask(std::string_view content) {
    give(ada_, 1);
    const NewQuestion asked = question(std::string(content));
    write([&](store::Transaction& tx) { return record_question(tx, asked, 10); });
    return asked.id;
  }
  std::optional<QuestionStart> start(std::string_view id, std::int64_t account, std::size_t most = 20) {
    return write([&](store::Transaction& tx) -> base::Result<std::optional<QuestionStart>> {
      return question_start(tx, account, id, most);
    });
  }
};

TEST_F(QuestionStartTest, IsOnOneLine) {
  EXPECT_EQ(start(ask("\n  Why?\r\n\tReally.  "), ada_)->text, "Why? Really.");
  EXPECT_EQ(start(ask(" \n "), ada_)->text, "");
}

TEST_F(QuestionStartTest, IsCutBetweenCharacters) {
  EXPECT_EQ(start(ask("12345678901234567890"), ada_)->text, "12345678901234567890");
  EXPECT_EQ(start(ask("123456789012345678901"), ada_)->text, "1234567890123456789…");
  EXPECT_EQ(start(ask("😀😀😀😀"), ada_, 6)->text, "😀😀…") << "each counts two";
}

TEST_F(QuestionStartTest, ToldToNobodyElse) {
  const std::string id = ask("Why?");
  EXPECT_FALSE(start(id, ada_)->conversation_id.empty());
  EXPECT_FALSE(start(id, ada_ + 1));
  EXPECT_FALSE(start("00000000-0000-4000-8000-000000000000", ada_));
}

}  // namespace
}  // namespace tutor
