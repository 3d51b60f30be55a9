// What a server finds at its start: texts in the journal, and answers that were left open.
#include <tutor/nodes.h>
#include <tutor/recovery.h>

#include "fixture.h"
#include "journal_file.h"

namespace tutor {
namespace {

const std::string kNeighbour = "00000000-0000-4000-8000-0000000000ee";

class RecoveryTest : public TutorTest {
 protected:
  RecoveryTest() { give(ada_, 9); }

  // A question that `node` answers, of which `text` is saved.
  std::string open_answer(std::string_view text, std::string_view node) {
    const NewQuestion asked = question("Why?");
    write([&](store::Transaction& tx) { return record_question(tx, asked, 10, node); });
    write([&](store::Transaction& tx) -> base::Result<> {
      extend_text(tx, asked.id, 0, text);
      return {};
    });
    return asked.id;
  }
  // `age` before the database's now.
  void seen(const std::string& node, std::chrono::milliseconds age) {
    write([&](store::Transaction& tx) -> base::Result<> {
      renew_lease(tx, node);
      tx.change("UPDATE nodes SET seen_at = seen_at - :age WHERE id = :id", age.count(), node);
      return {};
    });
  }
  Recovery recovered(Sharing sharing = Sharing::kOnlyServer) {
    std::vector<std::unique_ptr<TextJournal>> journals;
    journals.push_back(file_.open());
    if (of_second_loop_) journals.push_back(of_second_loop_->open());
    const auto recovery = recover(*database_, journals, sharing);
    EXPECT_TRUE(recovery) << recovery.error().message;
    return *recovery;
  }
  std::string node() const { return file_.open()->node(); }

  JournalFile file_;
  std::optional<JournalFile> of_second_loop_;
};

TEST_F(RecoveryTest, EveryLoopsJournalCounts) {
  of_second_loop_.emplace();
  const std::string other = of_second_loop_->open()->node();
  for (const Sharing sharing : {Sharing::kOnlyServer, Sharing::kSeveralServers}) {
    const std::string first = open_answer("", node());
    const std::string second = open_answer("", other);
    seen(node(), std::chrono::milliseconds(0));
    seen(other, std::chrono::milliseconds(0));
    keep_piece(*file_.open(), first, 0, "first loop");
    keep_piece(*of_second_loop_->open(), second, 0, "second loop");
    const Recovery recovery = recovered(sharing);
    EXPECT_EQ(recovery.texts, 2U);
    EXPECT_EQ(recovery.closed, 2U);
    EXPECT_EQ(stored(first)->text, "first loop");
    EXPECT_EQ(stored(second)->text, "second loop");
  }
  EXPECT_EQ(copper_of(ada_), 9);
}

TEST_F(RecoveryTest, TextThatWasShownIsKeptWithWhatWasSaved) {
  const std::string id = open_answer("One ", node());
  {
    const auto journal = file_.open();
    keep_piece(*journal, id, 0, "One ");
    keep_piece(*journal, id, 4, "two ");
    keep_piece(*journal, id, 8, "three");
  }
  const Recovery recovery = recovered();
  EXPECT_EQ(recovery.texts, 1U);
  EXPECT_EQ(recovery.closed, 1U);
  EXPECT_EQ(stored(id)->text, "One two three");
  EXPECT_EQ(stored(id)->ending->reason, "interrupted");
  EXPECT_EQ(copper_of(ada_), 9);
}

TEST_F(RecoveryTest, AnotherStartChangesNothing) {
  const std::string id = open_answer("", node());
  keep_piece(*file_.open(), id, 0, "One");
  const std::string left = file_.bytes();
  recovered();
  EXPECT_TRUE(file_.open()->found().empty()) << "the database has it";
  file_.put(left);
  EXPECT_EQ(recovered().closed, 0U) << "as if the first start had been killed before it emptied the journal";
  EXPECT_EQ(stored(id)->text, "One");
  EXPECT_EQ(copper_of(ada_), 9);
}

TEST_F(RecoveryTest, AGapIsNotBridged) {
  const std::string id = open_answer("One ", node());
  keep_piece(*file_.open(), id, 8, "three");
  recovered();
  EXPECT_EQ(stored(id)->text, "One ");
}

TEST_F(RecoveryTest, PiecesThatOverlapAreTakenOnce) {
  const std::string id = open_answer("One two", node());
  {
    const auto journal = file_.open();
    keep_piece(*journal, id, 4, "two three ");
    keep_piece(*journal, id, 0, "One two three ");
    keep_piece(*journal, id, 14, "\xf0\x9f\x98\x80");
  }
  recovered();
  EXPECT_EQ(stored(id)->text, "One two three \xf0\x9f\x98\x80");
}

TEST_F(RecoveryTest, AnAnswerThatEndedKeepsItsText) {
  const std::string id = open_answer("", node());
  write([&](store::Transaction& tx) {
    return close_answer(tx, ada_, id, "Whole.", decide_ending({FinishReason::kStop, true, false, false}));
  });
  keep_piece(*file_.open(), id, 0, "Whole. And what never was");
  recovered();
  EXPECT_EQ(stored(id)->text, "Whole.");
  EXPECT_EQ(stored(id)->ending->reason, "stop");
}

TEST_F(RecoveryTest, TextOfAnUnknownAnswerIsNoFailure) {
  keep_piece(*file_.open(), "00000000-0000-4000-8000-0000000000aa", 0, "of another database");
  EXPECT_EQ(recovered().closed, 0U);
}

TEST_F(RecoveryTest, TheOnlyServerClosesEverything) {
  open_answer("", node());
  open_answer("", kNeighbour);
  open_answer("", "");
  EXPECT_EQ(recovered().closed, 3U);
  EXPECT_EQ(copper_of(ada_), 9);
}

TEST_F(RecoveryTest, OneOfSeveralLeavesAloneWhatALivingServerWrites) {
  const std::string own = open_answer("", node());
  const std::string others = open_answer("", kNeighbour);
  seen(kNeighbour, kLease / 2);
  EXPECT_EQ(recovered(Sharing::kSeveralServers).closed, 1U);
  EXPECT_TRUE(stored(own)->ending);
  EXPECT_FALSE(stored(others)->ending);
}

TEST_F(RecoveryTest, OneOfSeveralClosesWhatAServerLeftThatIsGone) {
  const std::string expired = open_answer("", kNeighbour);
  seen(kNeighbour, 2 * kLease);
  const std::string unheard = open_answer("", "00000000-0000-4000-8000-0000000000ff");
  const std::string before_nodes = open_answer("", "");
  EXPECT_EQ(recovered(Sharing::kSeveralServers).closed, 3U);
  for (const std::string& id : {expired, unheard, before_nodes})
    EXPECT_EQ(stored(id)->ending->reason, "interrupted");
  EXPECT_EQ(copper_of(ada_), 9);
}

TEST_F(RecoveryTest, TextOfAnAnswerThatAnotherServerClosedIsKeptAllTheSame) {
  const std::string id = open_answer("One ", node());
  {
    const auto journal = file_.open();
    keep_piece(*journal, id, 4, "two");
  }
  // This server was gone for so long that another closed its answer.
  write([&](store::Transaction& tx) { return interrupt_answer(tx, id, interrupted_by_restart()); });
  recovered(Sharing::kSeveralServers);
  EXPECT_EQ(stored(id)->text, "One two");
  EXPECT_EQ(copper_of(ada_), 9);
}

}  // namespace
}  // namespace tutor
