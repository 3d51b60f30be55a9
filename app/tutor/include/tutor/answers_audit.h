// Compares what the answers say of their coins with what the ledger says: the ledger knows nothing of
// answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <store/transaction.h>

namespace tutor {

struct AnswersAudit {
  std::int64_t answers = 0;
  // The first that does not agree, as a sentence with its account, tier and question, what is there and what
  // should be.
  std::optional<std::string> drift;
};

// An answer that is charged has a settled reservation of its account and tier, one that is refunded a
// refunded one, one that runs an open one; and each reservation has its answer. Errors leave as exceptions.
[[nodiscard]] AnswersAudit verify_answers(store::Transaction& tx);

}  // namespace tutor
