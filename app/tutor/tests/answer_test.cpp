#include <string>

#include <gtest/gtest.h>

#include <tutor/answer.h>

namespace tutor {
namespace {

struct CountingReader final : Answer::Reader {
  explicit CountingReader(Answer& read) : answer(read) {}
  void answer_changed() override {
    ++changes;
    seen = answer.text();
    if (leave_when_told) answer.remove_reader(this);
  }
  Answer& answer;
  int changes = 0;
  std::string seen;
  bool leave_when_told = false;
};

Ending ended_by(std::string reason) {
  Ending ending;
  ending.reason = std::move(reason);
  return ending;
}

TEST(Answer, TellsItsReadersOfTextAndEnding) {
  Answer answer(AnswerIdentity{});
  CountingReader reader(answer);
  answer.add_reader(&reader);
  answer.append("one");
  answer.append("");
  answer.append(" two");
  EXPECT_EQ(reader.changes, 2);
  EXPECT_EQ(reader.seen, "one two");
  answer.end(ended_by("stop"));
  EXPECT_EQ(reader.changes, 3);
  ASSERT_TRUE(answer.ending());
}

TEST(Answer, DoesNotChangeAfterItsEnding) {
  Answer answer(AnswerIdentity{});
  answer.append("whole");
  answer.end(ended_by("stop"));
  answer.append(" more");
  answer.end(ended_by("length"));
  EXPECT_EQ(answer.text(), "whole");
  EXPECT_EQ(answer.ending()->reason, "stop");
}

TEST(Answer, LetsAReaderLeaveWhileItIsTold) {
  Answer answer(AnswerIdentity{});
  CountingReader leaves(answer);
  CountingReader stays(answer);
  leaves.leave_when_told = true;
  answer.add_reader(&leaves);
  answer.add_reader(&stays);
  answer.append("x");
  answer.append("y");
  EXPECT_EQ(leaves.changes, 1);
  EXPECT_EQ(stays.changes, 2);
}

TEST(Answer, CountsItsLengthAsJavaScriptDoes) {
  Answer answer(AnswerIdentity{});
  answer.append("a\xf0\x9f\x98\x80");
  EXPECT_EQ(answer.utf16_length(), 3U);
}

TEST(Answer, ReplacesNulWhichNoDatabaseKeeps) {
  Answer answer(AnswerIdentity{});
  answer.append(std::string_view("a\0b\0", 4));
  EXPECT_EQ(answer.text(),
            "a\xef\xbf\xbd"
            "b\xef\xbf\xbd");
  EXPECT_EQ(answer.utf16_length(), 4U);
}

}  // namespace
}  // namespace tutor
