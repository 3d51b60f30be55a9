#include <utility>

#include <conversations/export.h>

namespace conversations {

boost::json::object turn_json(const Turn& turn) {
  boost::json::object answer{{"text", turn.answer}, {"state", "running"}};
  if (turn.ended) {
    answer["state"] = turn.ended->done ? "done" : "failed";
    answer["reason"] = turn.ended->reason;
    answer["charged"] = turn.ended->charged;
    answer["refunded"] = turn.ended->refunded;
    answer["ended_at"] = turn.ended->at / 1000;
    if (!turn.ended->message.empty()) answer["message"] = turn.ended->message;
  }
  return {{"answer_id", turn.question_id},
          {"content", turn.question},
          {"selected_coin", coins::tier_name(turn.tier)},
          {"asked_at", turn.asked_at / 1000},
          {"answer", std::move(answer)}};
}

boost::json::object json_of(const Summary& conversation, const std::vector<Turn>& turns) {
  boost::json::array all;
  all.reserve(turns.size());
  for (const Turn& turn : turns) all.push_back(turn_json(turn));
  return {{"id", conversation.id},
          {"title", conversation.title},
          {"created_at", conversation.created_at / 1000},
          {"updated_at", conversation.updated_at / 1000},
          {"turns", std::move(all)}};
}

}  // namespace conversations
