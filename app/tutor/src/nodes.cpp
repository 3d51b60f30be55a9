#include <tuple>
#include <utility>

#include <tutor/nodes.h>

namespace tutor {
namespace {

using IdentityRow = std::tuple<std::string, std::string, std::int64_t, std::string>;

std::vector<AnswerIdentity> identities(std::vector<IdentityRow> rows) {
  std::vector<AnswerIdentity> answers;
  answers.reserve(rows.size());
  for (auto& [id, conversation, account, tier] : rows) {
    answers.push_back({std::move(id), std::move(conversation), account,
                       coins::tier_from_name(tier).value_or(coins::Tier::kCopper)});
  }
  return answers;
}

std::int64_t oldest_lease(store::Transaction& tx) {
  return tx.database_now() - kLease.count();
}

}  // namespace

void renew_lease(store::Transaction& tx, std::string_view node) {
  tx.change(
      "INSERT INTO nodes (id, seen_at) VALUES (:id, :now) "
      "ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
      node, tx.database_now());
}

void end_lease(store::Transaction& tx, std::string_view node) {
  tx.change("DELETE FROM nodes WHERE id = :id", node);
}

std::vector<AnswerIdentity> open_answers(store::Transaction& tx, std::string_view node) {
  return identities(tx.all<std::string, std::string, std::int64_t, std::string>(
      "SELECT q.id, q.conversation_id, q.account_id, q.tier FROM answers a "
      "JOIN questions q ON q.id = a.question_id WHERE a.state = 'running' AND a.node = :node ORDER BY q.id",
      node));
}

// In one order, so that two servers which find the same do not wait for each other in a circle.
std::vector<AnswerIdentity> abandoned_answers(store::Transaction& tx) {
  return identities(tx.all<std::string, std::string, std::int64_t, std::string>(
      "SELECT q.id, q.conversation_id, q.account_id, q.tier FROM answers a "
      "JOIN questions q ON q.id = a.question_id LEFT JOIN nodes n ON n.id = a.node "
      "WHERE a.state = 'running' AND (n.seen_at IS NULL OR n.seen_at < :oldest) ORDER BY q.id",
      oldest_lease(tx)));
}

void forget_gone_nodes(store::Transaction& tx) {
  tx.change("DELETE FROM nodes WHERE seen_at < :oldest", oldest_lease(tx));
}

void ask_to_stop(store::Transaction& tx, std::string_view answer_id) {
  tx.change("UPDATE answers SET stop_asked = 1 WHERE question_id = :id AND state = 'running'", answer_id);
}

std::size_t ask_to_stop_all(store::Transaction& tx, std::int64_t account_id) {
  const auto open = tx.all<std::string>(
      "SELECT a.question_id FROM conversations c JOIN questions q ON q.conversation_id = c.id "
      "JOIN answers a ON a.question_id = q.id WHERE c.account_id = :account AND a.state = 'running' "
      "ORDER BY a.question_id",
      account_id);
  for (const auto& [id] : open) ask_to_stop(tx, id);
  return open.size();
}

std::vector<std::string> answers_to_stop(store::Transaction& tx, std::string_view node) {
  std::vector<std::string> ids;
  for (auto& [id] : tx.all<std::string>(
           "SELECT question_id FROM answers WHERE state = 'running' AND stop_asked = 1 AND node = :node",
           node))
    ids.push_back(std::move(id));
  return ids;
}

}  // namespace tutor
