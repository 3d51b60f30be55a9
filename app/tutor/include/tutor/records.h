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
  std::string node;              // the server that writes it, or wrote it
  bool deleted = false;          // its conversation has been deleted
};

struct RecordedQuestion {
  std::string conversation_id;
  coins::Balances balances;
  std::vector<Turn> earlier;             // finished turns of the conversation, oldest first
  std::optional<StoredAnswer> repeated;  // this question was asked before: nothing was recorded or reserved
};

// A question that was recorded before, or nullopt. Errors: kInvalidMessage (the id was used for another
// question).
[[nodiscard]] base::Result<std::optional<RecordedQuestion>> find_question(store::Transaction& tx,
                                                                          const NewQuestion& question,
                                                                          std::size_t most_turns);

// Records the question, opens its answer and reserves its coin: all or, on an error, nothing. Errors:
// kInvalidMessage (no such conversation, or one that has been deleted; the id was used for another question,
// or in a conversation that has been deleted), coins::kLowCoins. At most `most_turns` earlier turns. `node`
// names the server that will answer.
[[nodiscard]] base::Result<RecordedQuestion> record_question(store::Transaction& tx,
                                                             const NewQuestion& question,
                                                             std::size_t most_turns,
                                                             std::string_view node = {});

// Lets the stored text go on with `text`, which stands at byte `from` of the answer. What is stored already
// is not stored twice, and a gap is not bridged. An answer that has ended keeps its text, unless it was
// interrupted: then its readers may have seen more than the database. What was erased stays so.
void extend_text(store::Transaction& tx, std::string_view answer_id, std::uint64_t from,
                 std::string_view text);

// Keeps the whole text and how it ended, and settles or refunds the coin, as the ending says. Returns the
// ending that is stored, with the account's balances: that of an answer which was closed before stays as it
// is.
[[nodiscard]] base::Result<Ending> close_answer(store::Transaction& tx, std::int64_t account_id,
                                                std::string_view answer_id, std::string_view text,
                                                const Ending& ending);

// Gives an answer that is open `ending`, which refunds its coin, and keeps the text that is stored. Returns
// the account's balances; nullopt when it was closed before.
[[nodiscard]] base::Result<std::optional<coins::Balances>> interrupt_answer(store::Transaction& tx,
                                                                            std::string_view answer_id,
                                                                            const Ending& ending);

// Interrupts every answer that is open: those that a former run of the only server left. Returns how many.
[[nodiscard]] base::Result<std::size_t> close_interrupted(store::Transaction& tx);

// The account's own answer; nullopt when there is none, or its conversation has been deleted.
[[nodiscard]] std::optional<StoredAnswer> find_answer(store::Transaction& tx, std::int64_t account_id,
                                                      std::string_view answer_id);

// For those who read it, and know its first `known_bytes`: nullopt when there is no such answer, and when
// there is no more and it is still open. They learn its end even if its conversation has been deleted
// meanwhile.
[[nodiscard]] std::optional<StoredAnswer> find_news(store::Transaction& tx, std::int64_t account_id,
                                                    std::string_view answer_id, std::uint64_t known_bytes);

}  // namespace tutor
