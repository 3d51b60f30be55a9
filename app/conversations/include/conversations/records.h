// Conversations and their turns as the database keeps them: what their owner may read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <conversations/errors.h>

#include <base/result.h>
#include <store/transaction.h>

#include <coins/tier.h>

// The tables are the tutor's, which writes the questions and answers (tutor/records.h). Everywhere a
// conversation that is not the account's own, or has been deleted, is as one that is not there.
namespace conversations {

// Times are milliseconds since 1970.
struct Summary {
  std::string id;
  std::string title;  // the start of its first question, until it is renamed
  std::int64_t created_at = 0;
  std::int64_t updated_at = 0;  // of its newest question
};

// A place in the list of an account's conversations. It stays where it is when conversations move or go.
struct Cursor {
  std::int64_t updated_at = 0;
  std::string id;
};
[[nodiscard]] Cursor place_of(const Summary& summary);

struct SummaryPage {
  std::vector<Summary> conversations;
  bool more = false;  // there are older ones
};

// At most `most` conversations, the one used last first: the newest, or those after `before`.
[[nodiscard]] SummaryPage list(store::Transaction& tx, std::int64_t account,
                               const std::optional<Cursor>& before, std::size_t most);

// Error: kNotFound.
[[nodiscard]] base::Result<Summary> find(store::Transaction& tx, std::int64_t account, std::string_view id);

// How an answer ended; docs/coins.md has the reasons.
struct Ended {
  bool done = false;  // false: it failed
  std::string reason;
  std::string message;  // of a failure: the sentence for the student
  bool charged = false;
  bool refunded = false;
  std::int64_t at = 0;
};

// A question with its answer.
struct Turn {
  std::string question_id;  // of the answer, too
  std::int64_t position = 0;
  coins::Tier tier = coins::Tier::kCopper;
  std::string question;
  std::int64_t asked_at = 0;
  std::string answer;
  std::optional<Ended> ended;  // nullopt: it is being written
};

struct TurnPage {
  std::vector<Turn> turns;  // oldest first
  bool earlier = false;     // there are turns before these
};

// At most `most` turns: the newest, or those before the question `before`. The caller has made sure that the
// conversation is the account's. Error: kInvalidParameter (there is no such question in it).
[[nodiscard]] base::Result<TurnPage> turns(store::Transaction& tx, std::string_view conversation,
                                           const std::optional<std::string>& before, std::size_t most);

// At most `most` turns that follow the position `after` (0: from the first one on), oldest first.
[[nodiscard]] std::vector<Turn> turns_after(store::Transaction& tx, std::string_view conversation,
                                            std::int64_t after, std::size_t most);

}  // namespace conversations
