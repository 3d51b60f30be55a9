// What clients send, checked: the `message`, `stop` and `resume` events of the public contract.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <boost/json.hpp>

#include <base/result.h>

#include <coins/tier.h>
#include <tutor/records.h>

namespace chat {

struct Message {
  std::string content;
  coins::Tier tier = coins::Tier::kCopper;
  std::optional<std::string> id;               // a UUID in lower case
  std::optional<std::string> conversation_id;  // a UUID in lower case
};

// `args` are the event's arguments; `had_lone_surrogate` as socketio::Event says; `most_units` is the longest
// content in UTF-16 units. Error: tutor::kInvalidMessage with a sentence that says what is wrong and what is
// right.
[[nodiscard]] base::Result<Message> parse_message(const boost::json::array& args, bool had_lone_surrogate,
                                                  std::size_t most_units);

// The client's id of a message, however wrong the rest of it is, so that the client can tell which one was
// refused.
[[nodiscard]] std::optional<std::string> message_id(const boost::json::array& args);

struct Position {
  std::string answer_id;
  std::size_t offset = 0;  // in UTF-16 units
};

// `{"answer_id":…}`. Error: tutor::kInvalidMessage.
[[nodiscard]] base::Result<std::string> parse_stop(const boost::json::array& args);

// `{"answer_id":…,"offset":N}`; without an offset, from the start. Error: tutor::kInvalidMessage.
[[nodiscard]] base::Result<Position> parse_resume(const boost::json::array& args);

}  // namespace chat
