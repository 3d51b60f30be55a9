#include <algorithm>
#include <array>

#include <conversations/file_name.h>

#include <base/utf.h>
#include <base/white_space.h>

namespace conversations {
namespace {

constexpr std::size_t kLongest = 80;  // UTF-16 units, without the ending: at most 240 bytes, of the usual 255
constexpr std::string_view kNameless = "conversation";

// Marks, embeddings, overrides and isolates of the direction of writing: "gpj.exe" could look like "exe.jpg".
constexpr std::array<std::string_view, 12> kDirections{"\u061c", "\u200e", "\u200f", "\u202a",
                                                       "\u202b", "\u202c", "\u202d", "\u202e",
                                                       "\u2066", "\u2067", "\u2068", "\u2069"};

bool is_separator(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == 0x7f || std::string_view("/\\:*?\"<>|").contains(c);
}

// Each run of white space and of what no name may hold becomes one hyphen or space.
std::string without_separators(std::string_view title) {
  std::string out;
  while (!title.empty()) {
    const auto* direction =
        std::ranges::find_if(kDirections, [title](std::string_view mark) { return title.starts_with(mark); });
    if (direction != kDirections.end()) {
      title.remove_prefix(direction->size());
      continue;
    }
    const char c = is_separator(title.front()) ? '-' : title.front();
    const bool repeated = (c == '-' || c == ' ') && out.ends_with(c);
    if (!repeated) out += c;
    title.remove_prefix(1);
  }
  return out;
}

// Windows takes them for devices, whatever follows the first dot.
bool is_device(std::string_view name) {
  std::string stem(name.substr(0, name.find('.')));
  while (stem.ends_with(' ')) stem.pop_back();
  std::ranges::transform(stem, stem.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (stem == "CON" || stem == "PRN" || stem == "AUX" || stem == "NUL") return true;
  const bool numbered = stem.starts_with("COM") || stem.starts_with("LPT");
  return numbered && stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9';
}

bool is_token(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$&+-.^_`|~").contains(static_cast<char>(c));
}

// RFC 8187, section 3.2.1.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_token(byte)) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xfU];
    }
  }
  return out;
}

// For programs that know only `filename`. A '%' is left out, since some decode it there.
std::string in_ascii(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c == '%' || c == '"' || c == '\\' || byte < ' ' || byte == 0x7f ? '_' : c;
    } else if (byte >= 0xc0) {
      out += '_';
    }
  }
  return out;
}

}  // namespace

std::string file_name(std::string_view title, std::string_view ending) {
  std::string name = without_separators(title);
  name.resize(base::prefix_of_utf16(name, kLongest));
  std::string_view stem = base::trimmed(name);
  while (stem.starts_with('.') || stem.starts_with('-') || stem.starts_with(' ')) stem.remove_prefix(1);
  while (stem.ends_with('.') || stem.ends_with('-') || stem.ends_with(' ')) stem.remove_suffix(1);
  std::string safe(stem.empty() ? kNameless : stem);
  if (is_device(safe)) safe.insert(0, "_");
  return safe + "." + std::string(ending);
}

std::string attachment(std::string_view file_name) {
  return "attachment; filename=\"" + in_ascii(file_name) + "\"; filename*=UTF-8''" +
         percent_encoded(file_name);
}

}  // namespace conversations
