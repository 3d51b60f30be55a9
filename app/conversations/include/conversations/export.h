// A conversation as a file to keep: Markdown for people, JSON for programs. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>
#include <conversations/records.h>

namespace conversations {

// A question stands in a fence that nothing in it can close, and an answer in a block quote, which ends
// whatever it leaves open. Each turn says its coin, when it was asked (UTC), and how its answer ended.
[[nodiscard]] std::string markdown_of(const Summary& conversation, const std::vector<Turn>& turns);

// {"id","title","created_at","updated_at","turns":[…]}, each turn as `turn_json` has it.
[[nodiscard]] boost::json::object json_of(const Summary& conversation, const std::vector<Turn>& turns);

// {"answer_id","content","selected_coin","asked_at","answer":{"text","state"}}; an answer that has ended also
// has "reason", "charged", "refunded", "ended_at", and "message" when it failed. Times are seconds since
// 1970.
[[nodiscard]] boost::json::object turn_json(const Turn& turn);

}  // namespace conversations
