#include <algorithm>
#include <iterator>
#include <string_view>

#include <tutor/nodes.h>
#include <tutor/records.h>
#include <tutor/recovery.h>

namespace tutor {
namespace {

// How many answers the pieces, which are sorted, belong to.
std::size_t count_answers(const std::vector<KeptText>& found) {
  std::size_t count = 0;
  std::string_view last;
  for (const KeptText& kept : found) {
    if (kept.answer_id != last) ++count;
    last = kept.answer_id;
  }
  return count;
}

base::Result<std::size_t> close_left_open(store::Transaction& tx, std::string_view node) {
  renew_lease(tx, node);
  std::vector<AnswerIdentity> left = open_answers(tx, node);
  std::ranges::move(abandoned_answers(tx), std::back_inserter(left));
  std::size_t closed = 0;
  for (const AnswerIdentity& answer : left) {
    auto interrupted = interrupt_answer(tx, answer.answer_id, interrupted_by_restart());
    if (!interrupted) return base::fail(interrupted.error());
    if (*interrupted) ++closed;
  }
  forget_gone_nodes(tx);
  return closed;
}

}  // namespace

base::Result<Recovery> recover(store::Database& database, TextJournal* journal, Sharing sharing) {
  Recovery recovery;
  const auto closed = database.write_now([&](store::Transaction& tx) -> base::Result<std::size_t> {
    if (journal != nullptr) {
      for (const KeptText& kept : journal->found()) extend_text(tx, kept.answer_id, kept.offset, kept.text);
    }
    if (sharing == Sharing::kOnlyServer) return close_interrupted(tx);
    return close_left_open(tx, journal == nullptr ? "" : journal->node());
  });
  if (!closed) return base::fail(closed.error());
  recovery.closed = *closed;
  if (journal != nullptr) {
    recovery.texts = count_answers(journal->found());
    // The database has it now.
    journal->begin_save();
    journal->end_save();
  }
  return recovery;
}

}  // namespace tutor
