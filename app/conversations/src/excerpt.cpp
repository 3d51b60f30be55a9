#include "excerpt.h"

#include <algorithm>
#include <string>

namespace conversations {
namespace {

// In characters.
constexpr std::size_t kBefore = 40;
constexpr std::size_t kAfter = 100;

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

// The byte at which the character number `characters` begins, counted from the byte `from`.
std::size_t forward(std::string_view text, std::size_t from, std::size_t characters) {
  std::size_t at = from;
  while (at < text.size() && characters > 0) {
    ++at;
    if (at == text.size() || begins_character(text[at])) --characters;
  }
  return at;
}

std::size_t backward(std::string_view text, std::size_t from, std::size_t characters) {
  std::size_t at = from;
  while (at > 0 && characters > 0) {
    --at;
    if (begins_character(text[at])) --characters;
  }
  return at;
}

// Each run of white space becomes one space, at the ends, too.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space) {
      line += c;
    } else if (!line.ends_with(' ')) {
      line += ' ';
    }
  }
  return line;
}

}  // namespace

Excerpt excerpt_of(std::string_view text, std::size_t at, std::size_t length) {
  const std::size_t start = forward(text, 0, at);
  const std::size_t end = forward(text, start, length);
  const std::size_t first = backward(text, start, kBefore);
  const std::size_t last = forward(text, end, kAfter);
  Excerpt excerpt{on_one_line(text.substr(first, start - first)),
                  std::string(text.substr(start, end - start)), on_one_line(text.substr(end, last - end))};
  if (excerpt.before == " ") excerpt.before.clear();
  if (excerpt.after == " ") excerpt.after.clear();
  if (first > 0) excerpt.before.insert(0, "…");
  if (last < text.size()) excerpt.after += "…";
  return excerpt;
}

}  // namespace conversations
