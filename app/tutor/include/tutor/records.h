// Conversations, questions and answers as the database keeps them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <base/result.h>
#include <store/migrations.h>
#include <store/transaction.h>

#include <coins/ledger.h>
#include <coins/tier.h>
#include <tutor/ending.h>
#include <tutor/model.h>

namespace tutor {

// The question cannot be taken as it is; the message says why, for the student.
inline constexpr base::ErrorCode kInvalidMessage = "invalid_message";

[[nodiscard]] std::span<const store::Migration> migrations();

// Announced to other programs whenever a question moves a coin; the payload is the account's id.
inline constexpr std::string_view kBalanceChanged = "balance";

struct NewQuestion {
  std::string id;  // a UUID in lower case, the client's or made here
  std::int64_t account_id = 0;
  std::optional<std::string> conversation_id;  // nullopt: a new conversation
  coins::Tier tier = coins::Tier::kCopper;
  std::string content;
};

// An answer as it stands in the database. `ending` is empty while it is being written.
struct StoredAnswer {
  std::string answer_id;
  std::string conversation_id;
  std::int64_t account_id = 0;
  coins::Tier tier = coins::Tier::kCopper;
  std::string question;
  std::string text;
  std::optional<Ending> ending;  // without balances
};

struct RecordedQuestion {
  std::string conversation_id;
  coins::Balances balances;
  std::vector<Turn> earlier;             // finished turns of the conversation, oldest first
  std::optional<StoredAnswer> repeated;  // this question was asked before: nothing was recorded or reserved
};

// Records the question, opens its answer and reserves its coin: all or, on an error, nothing. Errors:
// kInvalidMessage (no such conversation; the id was used for another question), coins::kLowCoins. At most
// `most_turns` earlier turns.
[[nodiscard]] base::Result<RecordedQuestion> record_question(store::Transaction& tx,
                                                             const NewQuestion& question,
                                                             std::size_t most_turns);

// Appends to the text of an answer that is being written.
void append_text(store::Transaction& tx, std::string_view answer_id, std::string_view tail);

// Keeps the whole text and how it ended, and settles or refunds the coin, as the ending says. Returns the
// account's balances. An answer that is closed already stays as it is.
[[nodiscard]] base::Result<coins::Balances> close_answer(store::Transaction& tx, std::int64_t account_id,
                                                         std::string_view answer_id, std::string_view text,
                                                         const Ending& ending);

// Closes every answer that a former run of the program left open, refunds its coin and keeps its text.
// Returns how many.
[[nodiscard]] base::Result<std::size_t> close_interrupted(store::Transaction& tx);

// The account's own answer, or nullopt.
[[nodiscard]] std::optional<StoredAnswer> find_answer(store::Transaction& tx, std::int64_t account_id,
                                                      std::string_view answer_id);

struct ConversationSummary {
  std::string id;
  std::string title;            // the start of its first question
  std::int64_t updated_at = 0;  // milliseconds since 1970
};

// The account's conversations, the one used last first.
[[nodiscard]] std::vector<ConversationSummary> list_conversations(store::Transaction& tx,
                                                                  std::int64_t account_id, std::size_t most);

// The newest `most` answers of the account's own conversation, oldest first; nullopt when there is no such
// one.
[[nodiscard]] std::optional<std::vector<StoredAnswer>> conversation_answers(store::Transaction& tx,
                                                                            std::int64_t account_id,
                                                                            std::string_view conversation_id,
                                                                            std::size_t most);

}  // namespace tutor
