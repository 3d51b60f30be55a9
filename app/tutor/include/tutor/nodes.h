// Servers that share a database: each has a name and a lease, and closes what one that is gone left open.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <store/transaction.h>

#include <tutor/answer.h>

namespace tutor {

// Longer than a server that lives may be without its database; then others take it for gone.
inline constexpr std::chrono::milliseconds kLease{15'000};

// This server lives, by the database's clock.
void renew_lease(store::Transaction& tx, std::string_view node);

// This server is about to end.
void end_lease(store::Transaction& tx, std::string_view node);

// The answers that are open in the name of `node`.
[[nodiscard]] std::vector<AnswerIdentity> open_answers(store::Transaction& tx, std::string_view node);

// The answers that are open in the name of nodes whose lease is over, or that have none.
[[nodiscard]] std::vector<AnswerIdentity> abandoned_answers(store::Transaction& tx);

// Forgets the nodes whose lease is over.
void forget_gone_nodes(store::Transaction& tx);

// Asks whichever server writes this answer to stop.
void ask_to_stop(store::Transaction& tx, std::string_view answer_id);

// The same for every answer of the account that is open. Returns how many are.
std::size_t ask_to_stop_all(store::Transaction& tx, std::int64_t account_id);

// The ids of the answers of `node` that are to be stopped.
[[nodiscard]] std::vector<std::string> answers_to_stop(store::Transaction& tx, std::string_view node);

}  // namespace tutor
