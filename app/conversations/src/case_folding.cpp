#include <clocale>
#include <cwctype>

#include <conversations/case_folding.h>
#include <locale.h>

namespace conversations {
namespace {

// Part of the C library itself, so that it is the same on every machine, whatever its settings are. Without
// it letters beyond ASCII would be taken as they are.
locale_t unicode() {
  static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kLocale;
}

char32_t folded(char32_t character) {
  if (character < 0x80) {
    return character >= U'A' && character <= U'Z' ? character - U'A' + U'a' : character;
  }
  const locale_t locale = unicode();
  if (locale == nullptr) return character;
  const auto upper = ::towupper_l(static_cast<wint_t>(character), locale);
  return static_cast<char32_t>(::towlower_l(upper, locale));
}

// The character that begins at `at`, which moves behind it. The text is well-formed.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&] { return static_cast<unsigned char>(text[at++]); };
  const auto tail = [&] { return at < text.size() ? char32_t{byte()} & 0x3fU : 0; };
  const char32_t lead = byte();
  if (lead < 0x80) return lead;
  if (lead < 0xe0) return (lead & 0x1fU) << 6U | tail();
  char32_t character = lead < 0xf0 ? lead & 0x0fU : (lead & 0x07U) << 6U | tail();
  character = character << 6U | tail();
  return character << 6U | tail();
}

}  // namespace

std::u32string case_folded(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) out += folded(next_character(utf8, at));
  return out;
}

}  // namespace conversations
