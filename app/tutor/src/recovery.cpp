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

using Journals = std::span<const std::unique_ptr<TextJournal>>;

base::Result<std::size_t> close_left_open(store::Transaction& tx, Journals journals) {
  std::vector<AnswerIdentity> left;
  for (const auto& journal : journals) {
    renew_lease(tx, journal->node());
    std::ranges::move(open_answers(tx, journal->node()), std::back_inserter(left));
  }
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

base::Result<Recovery> recover(store::Database& database, Journals journals, Sharing sharing) {
  Recovery recovery;
  const auto closed = database.write_now([&](store::Transaction& tx) -> base::Result<std::size_t> {
    for (const auto& journal : journals) {
      for (const KeptText& kept : journal->found()) extend_text(tx, kept.answer_id, kept.offset, kept.text);
    }
    return sharing == Sharing::kOnlyServer ? close_interrupted(tx) : close_left_open(tx, journals);
  });
  if (!closed) return base::fail(closed.error());
  recovery.closed = *closed;
  for (const auto& journal : journals) {
    recovery.texts += count_answers(journal->found());
    // The database has it now.
    journal->begin_save();
    journal->end_save();
  }
  return recovery;
}

}  // namespace tutor
