// Students who ask at once, each the next question as soon as the last one is on the disk.
#pragma once

#include <chrono>
#include <cstdint>

#include "ledger_database.h"

namespace bench {

enum class Work {
  kReservation,  // the coin alone: coins::reserve
  kQuestion,     // all that a question writes: tutor::record_question, in a conversation of its own
};

// Whose ids the questions have.
enum class Ids {
  kTimeOrdered,  // those of the page, and of the server where a client sends none
  kRandom,       // those of a client that makes UUIDs of version 4
};

struct Rate {
  double per_second = 0;
  double per_commit = 0;        // questions that shared one commit, on average
  double cpu_microseconds = 0;  // of this process for each question: what other programs do changes it little
};

// Asks for as long as `time` says, with `askers` at once.
[[nodiscard]] Rate measure(LedgerDatabase& database, Work work, std::size_t askers,
                           std::chrono::milliseconds time, Ids ids = Ids::kTimeOrdered);

}  // namespace bench
