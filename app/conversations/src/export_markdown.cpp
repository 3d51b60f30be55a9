// Markdown as CommonMark has it (spec 0.31).
#include <algorithm>
#include <ctime>

#include <conversations/export.h>

namespace conversations {
namespace {

std::string utc(std::int64_t milliseconds) {
  const auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &parts)};
}

// A heading is one line; what would be markup in it is not (section 2.4).
std::string escaped(std::string_view line) {
  std::string out;
  for (const char c : line) {
    if (std::string_view("\\`*_[]<>&~#|$!").contains(c)) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// Only a fence that is as long ends the block (section 4.5).
void add_fenced(std::string& out, std::string_view text) {
  const std::string fence(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
  out.append(fence).append("text\n").append(text);
  if (!text.ends_with('\n')) out += '\n';
  out.append(fence).append("\n\n");
}

// Every line is marked: nothing that a line begins (a fence, a comment, a list) outlasts the quote (section
// 5.1). A lone carriage return ends a line, too.
void add_quoted(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    out.append(end == 0 ? ">" : "> ").append(text.substr(0, end)).append("\n");
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
  }
  out += '\n';
}

std::string_view how_it_ended(const Ended& ended) {
  if (ended.reason == "stop") return "The answer is complete.";
  if (ended.reason == "length") return "The answer ends at its limit of length.";
  if (ended.reason == "stopped") return "The answer was stopped.";
  if (ended.reason == "upstream_timeout") return "The answer failed: the model took too long.";
  if (ended.reason == "interrupted") return "The answer failed: the server was interrupted.";
  return "The answer failed: the model could not give it.";
}

std::string end_of(const Turn& turn) {
  const std::string coin(coins::tier_name(turn.tier));
  if (!turn.ended) return "*The answer was being written when this file was made.*\n";
  std::string line = "*" + std::string(how_it_ended(*turn.ended));
  if (turn.ended->charged) line += " It cost one " + coin + " coin.";
  if (turn.ended->refunded) line += " The " + coin + " coin came back.";
  return line + " " + utc(turn.ended->at) + "*\n";
}

}  // namespace

std::string markdown_of(const Summary& conversation, const std::vector<Turn>& turns) {
  std::string out = "# " + escaped(conversation.title) + "\n\nA conversation with the tutor, begun on " +
                    utc(conversation.created_at) + ".\n";
  std::size_t number = 0;
  for (const Turn& turn : turns) {
    out += "\n## Question " + std::to_string(++number) + " (" + std::string(coins::tier_name(turn.tier)) +
           " coin, " + utc(turn.asked_at) + ")\n\n";
    add_fenced(out, turn.question);
    out += "### Answer\n\n";
    if (!turn.answer.empty()) add_quoted(out, turn.answer);
    out += end_of(turn);
  }
  return out;
}

}  // namespace conversations
