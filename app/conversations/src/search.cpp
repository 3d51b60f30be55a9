#include <algorithm>
#include <utility>

#include <conversations/case_folding.h>
#include <conversations/search.h>

#include <base/utf.h>
#include <base/white_space.h>

#include "excerpt.h"

namespace conversations {
namespace {

constexpr std::size_t kConversationsAtOnce = 100;
// PostgreSQL sends all of a result at once: this much is held in memory.
constexpr std::size_t kTurnsAtOnce = 20;

// One conversation, as it is looked through.
class Look {
 public:
  explicit Look(const std::vector<std::u32string>& words) : words_(words), found_(words.size(), false) {}

  // Whether nothing further can be learned.
  [[nodiscard]] bool is_done() const { return excerpt_ && is_hit(); }
  [[nodiscard]] bool is_hit() const {
    return std::ranges::all_of(found_, [](bool found) { return found; });
  }

  void title(std::string_view text) {
    const std::u32string folded = case_folded(text);
    for (std::size_t i = 0; i < words_.size(); ++i)
      found_[i] = folded.find(words_[i]) != std::u32string::npos;
  }

  void text(std::string_view text, const std::string& question_id) {
    const std::u32string folded = case_folded(text);
    std::size_t first = std::u32string::npos;
    std::size_t length = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (found_[i] && excerpt_) continue;
      const std::size_t at = folded.find(words_[i]);
      if (at == std::u32string::npos) continue;
      found_[i] = true;
      if (first == std::u32string::npos || at < first) {
        first = at;
        length = words_[i].size();
      }
    }
    if (excerpt_ || first == std::u32string::npos) return;
    excerpt_ = excerpt_of(text, first, length);
    question_id_ = question_id;
  }

  Hit hit(Summary conversation) && {
    return {std::move(conversation), std::move(excerpt_), std::move(question_id_)};
  }

 private:
  const std::vector<std::u32string>& words_;
  std::vector<bool> found_;
  std::optional<Excerpt> excerpt_;
  std::optional<std::string> question_id_;
};

// Returns how many bytes it has read.
std::size_t look_through(store::Transaction& tx, const Summary& conversation, Look& look) {
  look.title(conversation.title);
  std::size_t bytes = 0;
  std::int64_t position = 0;
  while (true) {
    const std::vector<Turn> turns = turns_after(tx, conversation.id, position, kTurnsAtOnce);
    for (const Turn& turn : turns) {
      bytes += turn.question.size() + turn.answer.size();
      position = turn.position;
      look.text(turn.question, turn.question_id);
      if (!look.is_done()) look.text(turn.answer, turn.question_id);
      if (look.is_done()) return bytes;
    }
    if (turns.size() < kTurnsAtOnce) return bytes;
  }
}

}  // namespace

base::Result<SearchWords> SearchWords::parse(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  if (!base::is_utf8(text)) return base::fail(kInvalidParameter, "\"search\" is not UTF-8.");
  if (base::utf16_length(text) > kLongest) {
    return base::fail(kInvalidParameter,
                      "\"search\" has at most " + std::to_string(kLongest) + " characters.");
  }
  SearchWords words;
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    if (const auto word = base::trimmed(text.substr(at, end - at)); !word.empty())
      words.folded_.push_back(case_folded(word));
    at = text.find_first_not_of(kSpace, end);
  }
  if (words.folded_.empty()) return base::fail(kInvalidParameter, "\"search\" has no word in it.");
  if (words.folded_.size() > kMostWords) {
    return base::fail(kInvalidParameter, "\"search\" has at most " + std::to_string(kMostWords) + " words.");
  }
  return words;
}

SearchPage search(store::Transaction& tx, std::int64_t account, const SearchWords& words,
                  const std::optional<Cursor>& before, std::size_t most, const SearchBudget& budget) {
  SearchPage page;
  std::optional<Cursor> place = before;
  std::size_t bytes = 0;
  std::size_t looked_through = 0;
  while (true) {
    SummaryPage batch = list(tx, account, place, kConversationsAtOnce);
    for (std::size_t i = 0; i < batch.conversations.size(); ++i) {
      Summary& conversation = batch.conversations[i];
      place = place_of(conversation);
      Look look(words.folded());
      bytes += look_through(tx, conversation, look);
      ++looked_through;
      if (look.is_hit()) page.hits.push_back(std::move(look).hit(std::move(conversation)));
      const bool last = i + 1 == batch.conversations.size() && !batch.more;
      if (last) return page;
      if (page.hits.size() == most || bytes >= budget.bytes || looked_through >= budget.conversations) {
        page.next = std::move(place);
        return page;
      }
    }
    if (!batch.more) return page;
  }
}

}  // namespace conversations
