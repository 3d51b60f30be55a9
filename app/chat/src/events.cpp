#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <chat/events.h>

namespace chat {
namespace {

void describe(const Refusal& refusal, boost::json::object& json) {
  json["code"] = refusal.error.code.name();
  json["message"] = refusal.error.message;
  if (refusal.retry_after) json["retry_after"] = refusal.retry_after->count();
}

// As a JSON string. Most pieces of an answer are words that need no escape.
void append_string(std::string& json, std::string_view text) {
  // To the end, whatever comes: the compiler makes it many characters at a time.
  bool plain = true;
  for (const char c : text) plain &= static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
  if (plain) {
    json.append("\"").append(text).append("\"");
  } else {
    json.append(boost::json::serialize(boost::json::string_view(text.data(), text.size())));
  }
}

}  // namespace

boost::json::object balances_json(const coins::Balances& balances) {
  return {{"gold", balances.gold}, {"silver", balances.silver}, {"copper", balances.copper}};
}

void append_stream_json(const Piece& piece, std::string& json) {
  std::array<char, std::numeric_limits<std::size_t>::digits10 + 1> digits;
  char* const end = std::to_chars(digits.begin(), digits.end(), piece.offset).ptr;
  json.append(R"({"type":"stream","answer_id":")").append(piece.answer_id);
  json.append(R"(","offset":)").append(digits.begin(), end).append(R"(,"content":)");
  append_string(json, piece.content);
  json.push_back('}');
}

std::size_t stream_json_size(const Piece& piece) {
  constexpr std::size_t kFrame = 128;  // more than all but the content takes
  return kFrame + piece.content.size();
}

boost::json::object ending_json(const tutor::Answer& answer) {
  const tutor::Ending& ending = *answer.ending();
  boost::json::object json;
  if (ending.outcome == tutor::Outcome::kDone) {
    json = {{"type", "done"},
            {"answer_id", answer.identity().answer_id},
            {"reason", ending.reason},
            {"length", answer.utf16_length()},
            {"charged", ending.charged}};
  } else {
    json = {{"type", "error"},
            {"code", ending.reason},
            {"message", ending.message},
            {"answer_id", answer.identity().answer_id},
            {"length", answer.utf16_length()},
            {"refunded", ending.refunded}};
  }
  json["balances"] = balances_json(ending.balances);
  return json;
}

boost::json::object refusal_json(const Refusal& refusal) {
  boost::json::object json{{"type", "error"}};
  describe(refusal, json);
  if (refusal.id) json["id"] = *refusal.id;
  return json;
}

boost::json::object balance_json(const coins::Balances& balances) {
  return {{"type", "balance"}, {"balances", balances_json(balances)}};
}

boost::json::object accepted_json(const tutor::Answer& answer, const coins::Balances& balances) {
  return {{"ok", true},
          {"answer_id", answer.identity().answer_id},
          {"conversation_id", answer.identity().conversation_id},
          {"balances", balances_json(balances)}};
}

boost::json::object refused_json(const Refusal& refusal) {
  boost::json::object json{{"ok", false}};
  describe(refusal, json);
  return json;
}

}  // namespace chat
