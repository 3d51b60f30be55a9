#include <algorithm>
#include <utility>

#include <base/utf.h>

#include <tutor/question_start.h>

namespace tutor {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Each run of white space becomes one space.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    if (!line.empty()) line += ' ';
    line += text.substr(at, end - at);
    at = text.find_first_not_of(kSpace, end);
  }
  return line;
}

}  // namespace

std::optional<QuestionStart> question_start(store::Transaction& tx, std::int64_t account_id,
                                            std::string_view question_id, std::size_t most_units) {
  auto row = tx.first<std::string, std::string>(
      "SELECT q.conversation_id, q.content FROM questions q JOIN conversations c ON c.id = q.conversation_id "
      "WHERE q.id = :id AND q.account_id = :account AND c.deleted_at IS NULL",
      question_id, account_id);
  if (!row) return std::nullopt;
  auto& [conversation, content] = *row;
  std::string text = on_one_line(content);
  if (base::utf16_length(text) > most_units) {
    text.resize(base::prefix_of_utf16(text, most_units - 1));
    text += "…";
  }
  return QuestionStart{std::move(conversation), std::move(text)};
}

}  // namespace tutor
