// What the server sends: the events of the public contract, as JSON text.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include <base/error.h>

#include <coins/tier.h>
#include <tutor/answer.h>

namespace chat {

[[nodiscard]] boost::json::object balances_json(const coins::Balances& balances);

// A piece of an answer: what `stream` tells.
struct Piece {
  std::string_view answer_id;
  std::size_t offset = 0;  // in UTF-16 units
  std::string_view content;
};

// The hot path: appends the argument of `stream`, serialized, which takes about `stream_json_size`.
void append_stream_json(const Piece& piece, std::string& json);
[[nodiscard]] std::size_t stream_json_size(const Piece& piece);

// The argument of `done` or `error` for an answer that has ended.
[[nodiscard]] boost::json::object ending_json(const tutor::Answer& answer);

// Why an event was refused.
struct Refusal {
  base::Error error;
  // The client's id of the question, when it gave one.
  std::optional<std::string> id = {};
  // When the same may be tried again, where that is known.
  std::optional<std::chrono::seconds> retry_after = {};
};

// The argument of `error` for an event that was refused.
[[nodiscard]] boost::json::object refusal_json(const Refusal& refusal);

// The argument of `balance`.
[[nodiscard]] boost::json::object balance_json(const coins::Balances& balances);

// Acknowledgements.
[[nodiscard]] boost::json::object accepted_json(const tutor::Answer& answer, const coins::Balances& balances);
[[nodiscard]] boost::json::object refused_json(const Refusal& refusal);

}  // namespace chat
