#include "text_keeper.h"

#include <runtime/log.h>

namespace tutor {

void TextKeeper::keep(TextJournal::Place& place, std::string_view answer_id, std::size_t offset,
                      std::string_view text) {
  const bool kept = journal_->keep(place, answer_id, offset, text);
  if (!kept && !journal_is_full_) {
    runtime::log(runtime::LogLevel::kError,
                 "there is no room left for the journal of texts: free some. Answers go on; until then a "
                 "crash may lose a second of their text");
  }
  journal_is_full_ = !kept;
}

}  // namespace tutor
