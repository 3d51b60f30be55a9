#include <algorithm>
#include <tuple>
#include <utility>

#include <base/ids.h>
#include <base/utf.h>
#include <store/announcements.h>

#include <tutor/records.h>

namespace tutor {
namespace {

constexpr std::size_t kTitleUnits = 60;

// The columns of an answer with its question, in the order of `AnswerRow`.
using AnswerRow = std::tuple<std::string, std::string, std::int64_t, std::string, std::string, std::string,
                             std::string, std::optional<std::string>, std::optional<std::string>,
                             std::int64_t, std::int64_t, std::string, std::optional<std::int64_t>>;

StoredAnswer stored_answer(AnswerRow row) {
  auto& [id, conversation, account, tier, content, text, state, reason, message, charged, refunded, node,
         deleted_at] = row;
  StoredAnswer answer;
  answer.answer_id = std::move(id);
  answer.conversation_id = std::move(conversation);
  answer.account_id = account;
  answer.tier = coins::tier_from_name(tier).value_or(coins::Tier::kCopper);
  answer.question = std::move(content);
  answer.text = std::move(text);
  answer.node = std::move(node);
  answer.deleted = deleted_at.has_value();
  if (state != "running") {
    Ending ending;
    ending.outcome = state == "done" ? Outcome::kDone : Outcome::kError;
    ending.reason = std::move(reason).value_or("");
    ending.message = std::move(message).value_or("");
    ending.charged = charged != 0;
    ending.refunded = refunded != 0;
    answer.ending = std::move(ending);
  }
  return answer;
}

template <class... Columns, class... Values>
std::optional<AnswerRow> first_as(std::tuple<Columns...>*, store::Transaction& tx, std::string_view sql,
                                  const Values&... values) {
  return tx.first<Columns...>(sql, values...);
}

constexpr AnswerRow* kAnswerRow = nullptr;

std::string title_of(std::string_view question) {
  const std::size_t start = question.find_first_not_of(" \t\r\n");
  std::string_view line = start == std::string_view::npos ? question : question.substr(start);
  line = line.substr(0, line.find_first_of("\r\n"));
  const std::string_view cut = line.substr(0, base::prefix_of_utf16(line, kTitleUnits));
  return std::string(cut) + (cut.size() < line.size() ? "…" : "");
}

std::optional<StoredAnswer> answer_of_question(store::Transaction& tx, std::string_view id) {
  auto row =
      first_as(kAnswerRow, tx,
               "SELECT q.id, q.conversation_id, q.account_id, q.tier, q.content, a.text, a.state, a.reason, "
               "a.message, a.charged, a.refunded, a.node, c.deleted_at FROM questions q "
               "JOIN answers a ON a.question_id = q.id JOIN conversations c ON c.id = q.conversation_id "
               "WHERE q.id = :id",
               id);
  if (!row) return std::nullopt;
  return stored_answer(std::move(*row));
}

// The newest `most` turns that have an answer with text, oldest first.
std::vector<Turn> finished_turns(store::Transaction& tx, std::string_view conversation_id, std::size_t most) {
  auto rows = tx.all<std::string, std::string>(
      "SELECT q.content, a.text FROM questions q JOIN answers a ON a.question_id = q.id "
      "WHERE q.conversation_id = :conversation AND a.state <> 'running' AND a.text <> '' "
      "ORDER BY q.position DESC LIMIT :most",
      conversation_id, most);
  std::vector<Turn> turns;
  turns.reserve(rows.size());
  for (auto& [question, answer] : rows) turns.push_back({std::move(question), std::move(answer)});
  std::ranges::reverse(turns);
  return turns;
}

}  // namespace

base::Result<std::optional<RecordedQuestion>> find_question(store::Transaction& tx,
                                                            const NewQuestion& question,
                                                            std::size_t most_turns) {
  auto known = answer_of_question(tx, question.id);
  if (!known) return std::nullopt;
  // Before its content is compared: that may have been erased.
  if (known->deleted && known->account_id == question.account_id) {
    return base::fail(kInvalidMessage,
                      "This question was asked before, in a conversation that has been deleted. It was not "
                      "charged again; ask it anew to get another answer.");
  }
  if (known->account_id != question.account_id || known->question != question.content ||
      known->tier != question.tier) {
    return base::fail(kInvalidMessage,
                      "This id was used for another question already; give each question its own.");
  }
  RecordedQuestion recorded;
  recorded.conversation_id = known->conversation_id;
  recorded.balances = coins::balances(tx, question.account_id);
  if (!known->ending) recorded.earlier = finished_turns(tx, recorded.conversation_id, most_turns);
  recorded.repeated = std::move(known);
  return recorded;
}

base::Result<RecordedQuestion> record_question(store::Transaction& tx, const NewQuestion& question,
                                               std::size_t most_turns, std::string_view node) {
  auto known = find_question(tx, question, most_turns);
  if (!known) return base::fail(known.error());
  if (*known) return std::move(**known);
  RecordedQuestion recorded;
  if (question.conversation_id) {
    const std::int64_t found = tx.change(
        "UPDATE conversations SET updated_at = :now WHERE id = :id AND account_id = :account "
        "AND deleted_at IS NULL",
        tx.now(), *question.conversation_id, question.account_id);
    if (found == 0) {
      return base::fail(kInvalidMessage,
                        "There is no such conversation; leave conversation_id out to begin a new one.");
    }
    recorded.conversation_id = *question.conversation_id;
    recorded.earlier = finished_turns(tx, recorded.conversation_id, most_turns);
  } else {
    recorded.conversation_id = base::time_ordered_uuid();
    tx.change(
        "INSERT INTO conversations (id, account_id, title, created_at, updated_at) "
        "VALUES (:id, :account, :title, :created, :updated)",
        recorded.conversation_id, question.account_id, title_of(question.content), tx.now(), tx.now());
  }
  tx.change(
      "INSERT INTO questions (id, conversation_id, position, account_id, tier, content, asked_at) "
      "SELECT :id, :conversation, COALESCE(MAX(position), 0) + 1, :account, :tier, :content, :now "
      "FROM questions WHERE conversation_id = :same",
      question.id, recorded.conversation_id, question.account_id, coins::tier_name(question.tier),
      question.content, tx.now(), recorded.conversation_id);
  tx.change(
      "INSERT INTO answers (question_id, text, state, charged, refunded, node) "
      "VALUES (:id, '', 'running', 0, 0, :node)",
      question.id, node);
  // Only now, when the rows refer to the account: whoever deletes it waits for them, or was first.
  if (tx.first<std::int64_t>("SELECT 1 FROM accounts WHERE id = :id AND deleted_at IS NOT NULL",
                             question.account_id)) {
    return base::fail(kInvalidMessage, "This account was deleted; nothing was charged.");
  }
  auto balances = coins::reserve(tx, question.account_id, question.tier, question.id);
  if (!balances) return base::fail(balances.error());
  store::announce(tx, kBalanceChanged, std::to_string(question.account_id));
  recorded.balances = *balances;
  return recorded;
}

void extend_text(store::Transaction& tx, std::string_view answer_id, std::uint64_t from,
                 std::string_view text) {
  const std::uint64_t end = from + text.size();
  const std::int64_t extended = tx.change(
      "UPDATE answers SET text = text || :tail, text_bytes = :end WHERE question_id = :id "
      "AND text_bytes = :from AND (state = 'running' OR (reason = 'interrupted' AND NOT EXISTS (SELECT 1 "
      "FROM questions q JOIN conversations c ON c.id = q.conversation_id "
      "WHERE q.id = answers.question_id AND c.erased_at IS NOT NULL)))",
      text, end, answer_id, from);
  if (extended > 0) return;
  const auto stored =
      tx.first<std::uint64_t>("SELECT text_bytes FROM answers WHERE question_id = :id", answer_id);
  if (!stored) return;
  const std::uint64_t have = std::get<0>(*stored);
  if (have > from && have < end) extend_text(tx, answer_id, have, text.substr(have - from));
}

namespace {

// False when the answer was closed before.
bool mark_closed(store::Transaction& tx, std::string_view answer_id, const Ending& ending) {
  return tx.change(
             "UPDATE answers SET state = :state, reason = :reason, message = :message, charged = :charged, "
             "refunded = :refunded, ended_at = :now WHERE question_id = :id AND state = 'running'",
             ending.outcome == Outcome::kDone ? "done" : "failed", ending.reason, ending.message,
             ending.charged ? 1 : 0, ending.refunded ? 1 : 0, tx.now(), answer_id) > 0;
}

base::Result<coins::Balances> book(store::Transaction& tx, std::int64_t account_id,
                                   std::string_view answer_id, const Ending& ending) {
  store::announce(tx, kBalanceChanged, std::to_string(account_id));
  if (ending.charged) return coins::settle(tx, answer_id, ending.rule);
  return coins::refund(tx, answer_id, ending.rule);
}

}  // namespace

base::Result<Ending> close_answer(store::Transaction& tx, std::int64_t account_id, std::string_view answer_id,
                                  std::string_view text, const Ending& ending) {
  Ending stored = ending;
  tx.change(
      "UPDATE answers SET text = :text, text_bytes = :bytes WHERE question_id = :id AND state = 'running'",
      text, text.size(), answer_id);
  if (mark_closed(tx, answer_id, ending)) {
    auto balances = book(tx, account_id, answer_id, ending);
    if (!balances) return base::fail(balances.error());
    stored.balances = *balances;
    return stored;
  }
  // By an earlier try whose outcome was not known, or by another server that took this one for gone.
  extend_text(tx, answer_id, 0, text);
  if (auto closed = answer_of_question(tx, answer_id)) stored = std::move(closed->ending).value_or(ending);
  stored.balances = coins::balances(tx, account_id);
  return stored;
}

base::Result<std::optional<coins::Balances>> interrupt_answer(store::Transaction& tx,
                                                              std::string_view answer_id,
                                                              const Ending& ending) {
  const auto answer = answer_of_question(tx, answer_id);
  if (!answer || !mark_closed(tx, answer_id, ending)) return std::nullopt;
  auto balances = book(tx, answer->account_id, answer_id, ending);
  if (!balances) return base::fail(balances.error());
  return *balances;
}

base::Result<std::size_t> close_interrupted(store::Transaction& tx) {
  const std::vector<coins::Reservation> open = coins::open_reservations(tx);
  const Ending ending = interrupted_by_restart();
  for (const coins::Reservation& reservation : open) {
    mark_closed(tx, reservation.question, ending);
    if (auto booked = book(tx, reservation.account, reservation.question, ending); !booked)
      return base::fail(booked.error());
  }
  return open.size();
}

std::optional<StoredAnswer> find_answer(store::Transaction& tx, std::int64_t account_id,
                                        std::string_view answer_id) {
  auto answer = answer_of_question(tx, answer_id);
  if (!answer || answer->account_id != account_id || answer->deleted) return std::nullopt;
  return answer;
}

std::optional<StoredAnswer> find_news(store::Transaction& tx, std::int64_t account_id,
                                      std::string_view answer_id, std::uint64_t known_bytes) {
  const auto news = tx.first<std::int64_t>(
      "SELECT 1 FROM answers WHERE question_id = :id AND (text_bytes > :known OR state <> 'running')",
      answer_id, known_bytes);
  if (!news) return std::nullopt;
  auto answer = answer_of_question(tx, answer_id);
  if (!answer || answer->account_id != account_id) return std::nullopt;
  return answer;
}

}  // namespace tutor
