// How an answer ends, and what that means for the coin: the code of the table in docs/coins.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <base/error.h>

#include <coins/ledger.h>
#include <tutor/model.h>

namespace tutor {

// The server stopped, or restarted, before the answer was complete; or it could not book its end.
inline constexpr base::ErrorCode kInterrupted = "interrupted";

enum class Outcome : std::uint8_t {
  kDone,   // the reader gets `done`
  kError,  // the reader gets `error`
};

struct Ending {
  Outcome outcome = Outcome::kDone;
  std::string reason;   // of `done`: "stop", "length", "stopped"; of `error`: the error's code
  std::string message;  // of `error`: a sentence for the student
  bool charged = false;
  bool refunded = false;  // the coin came back
  coins::Rule rule =
      coins::Rule::kUpstreamError;  // what is booked with it; not of one read from the database
  coins::Balances balances;         // after the coin was settled or refunded
};

// What is known when the model's task has ended.
struct Circumstances {
  ModelResult result;
  bool has_text = false;
  bool stopped_by_student = false;
  bool shutting_down = false;
};

// Pure: one row of the table for each combination. `balances` is filled in when the coin has been booked.
[[nodiscard]] Ending decide_ending(const Circumstances& circumstances);

// The ending that the start-up sweep gives to an answer the last run left open.
[[nodiscard]] Ending interrupted_by_restart();

// The ending of a question that the database took although it seemed to refuse it, and that nobody answers.
[[nodiscard]] Ending interrupted_by_database();

// What readers are told when the database cannot book the end: the coin comes back when it can.
[[nodiscard]] Ending not_booked_yet();

// The same when it may have booked it all the same, because the connection was lost in the middle.
[[nodiscard]] Ending perhaps_booked();

}  // namespace tutor
