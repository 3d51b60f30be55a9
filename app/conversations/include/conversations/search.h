// Finds conversations by words that stand in their titles, questions and answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conversations/records.h>

#include <base/result.h>
#include <store/transaction.h>

namespace conversations {

// The words that are looked for, in the form in which they are compared: see case_folding.h. A value.
class SearchWords {
 public:
  // Most words of a search, and its length in UTF-16 units.
  static constexpr std::size_t kMostWords = 10;
  static constexpr std::size_t kLongest = 200;

  // Separated by white space; each stands for itself, letter by letter. Error: kInvalidParameter when there
  // are none, or too many, or they are too long.
  [[nodiscard]] static base::Result<SearchWords> parse(std::string_view text);

  [[nodiscard]] const std::vector<std::u32string>& folded() const { return folded_; }

 private:
  std::vector<std::u32string> folded_;
};

// Where a word was found, on one line. "…" stands where the text was cut.
struct Excerpt {
  std::string before;
  std::string match;
  std::string after;
};

struct Hit {
  Summary conversation;
  // The first place in its questions and answers where one of the words stands; nullopt when they all stand
  // in the title alone.
  std::optional<Excerpt> excerpt;
  std::optional<std::string> question_id;  // of that place
};

struct SearchPage {
  std::vector<Hit> hits;
  // Where to go on; nullopt when all has been looked through. A page may have fewer hits than asked for, even
  // none, and yet be followed by another.
  std::optional<Cursor> next;
};

// How much one call looks through: it ends with the conversation that reaches one of these.
struct SearchBudget {
  std::size_t bytes = std::size_t{8} << 20;  // of questions and answers
  std::size_t conversations = 1'000;
};

// Looks through the account's conversations, the one used last first, after `before`. One is a hit when every
// word stands somewhere in it.
[[nodiscard]] SearchPage search(store::Transaction& tx, std::int64_t account, const SearchWords& words,
                                const std::optional<Cursor>& before, std::size_t most,
                                const SearchBudget& budget = {});

}  // namespace conversations
