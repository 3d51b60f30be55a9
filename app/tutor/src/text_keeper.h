// Puts the text of the answers that are written here into the journal.
#pragma once

#include <tutor/answer.h>

namespace tutor {

// Owned by the tutor; used on its loop. A piece that there is no room for is shown all the same; that is
// logged when it begins.
class TextKeeper final : public Answer::Keeper {
 public:
  // The journal outlives this.
  explicit TextKeeper(TextJournal& journal) : journal_(&journal) {}

  void keep(TextJournal::Place& place, std::string_view answer_id, std::size_t offset,
            std::string_view text) override;

 private:
  TextJournal* journal_;
  bool journal_is_full_ = false;
};

}  // namespace tutor
