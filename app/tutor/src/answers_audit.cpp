#include <tuple>

#include <tutor/answers_audit.h>

namespace tutor {
namespace {

std::string owner(std::int64_t account, const std::string& tier) {
  return "account " + std::to_string(account) + ", " + tier;
}

std::optional<std::string> answer_that_disagrees(store::Transaction& tx) {
  const auto found =
      tx.first<std::string, std::int64_t, std::string, std::string, std::int64_t, std::int64_t,
               std::optional<std::string>, std::optional<std::int64_t>, std::optional<std::string>>(R"sql(
SELECT q.id, q.account_id, q.tier, a.state, a.charged, a.refunded, r.state, r.account_id, r.tier
FROM questions q JOIN answers a ON a.question_id = q.id LEFT JOIN coin_reservations r ON r.question_id = q.id
WHERE r.state IS NULL OR r.account_id <> q.account_id OR r.tier <> q.tier OR a.charged + a.refunded > 1
   OR (a.state = 'running') <> (r.state = 'open')
   OR r.state <> CASE WHEN a.charged = 1 THEN 'settled' WHEN a.refunded = 1 THEN 'refunded' ELSE 'open' END
ORDER BY q.asked_at, q.id LIMIT 1)sql");
  if (!found) return std::nullopt;
  const auto& [question, account, tier, state, charged, refunded, reserved, by, of] = *found;
  const std::string about = owner(account, tier) + ": the answer to question " + question + " is " + state +
                            (charged != 0 ? ", charged" : "") + (refunded != 0 ? ", refunded" : "");
  if (!reserved) return about + "; in the ledger it has no reservation.";
  return about + "; in the ledger it is " + *reserved + " (" + owner(by.value_or(0), of.value_or("")) + ").";
}

std::optional<std::string> reservation_without_answer(store::Transaction& tx) {
  const auto found = tx.first<std::string, std::int64_t, std::string, std::string>(
      "SELECT r.question_id, r.account_id, r.tier, r.state FROM coin_reservations r "
      "LEFT JOIN answers a ON a.question_id = r.question_id WHERE a.question_id IS NULL ORDER BY r.number "
      "LIMIT 1");
  if (!found) return std::nullopt;
  const auto& [question, account, tier, state] = *found;
  return owner(account, tier) + ": question " + question + " is " + state +
         " in the ledger, but there is no such answer.";
}

}  // namespace

AnswersAudit verify_answers(store::Transaction& tx) {
  AnswersAudit audit;
  audit.answers = std::get<0>(tx.first<std::int64_t>("SELECT count(*) FROM answers").value());
  audit.drift = answer_that_disagrees(tx);
  if (!audit.drift) audit.drift = reservation_without_answer(tx);
  return audit;
}

}  // namespace tutor
