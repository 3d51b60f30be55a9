#include "surrogates.h"

#include <charconv>
#include <cstddef>

namespace socketio {
namespace {

constexpr std::size_t kEscapeLength = 6;  // \uXXXX

// The UTF-16 unit that the escape at `at` stands for, or -1 when there is no whole \u escape.
int unit_at(std::string_view json, std::size_t at) {
  const std::string_view escape = json.substr(at, kEscapeLength);
  if (escape.size() < kEscapeLength || !escape.starts_with("\\u")) return -1;
  int unit = -1;
  const char* const end = escape.data() + kEscapeLength;
  const auto [stop, error] = std::from_chars(escape.data() + 2, end, unit, 16);
  return error == std::errc() && stop == end ? unit : -1;
}

bool is_high(int unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

bool is_low(int unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

}  // namespace

std::optional<std::string> replace_lone_surrogates(std::string_view json) {
  std::optional<std::string> replaced;
  for (std::size_t at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at)) {
    const int unit = unit_at(json, at);
    if (unit < 0) {
      at += 2;  // another escape, "\\" among them: its second character starts nothing
    } else if (is_high(unit) && at + kEscapeLength <= json.size() &&
               is_low(unit_at(json, at + kEscapeLength))) {
      at += 2 * kEscapeLength;
    } else {
      if (is_high(unit) || is_low(unit)) {
        if (!replaced) replaced.emplace(json);
        replaced->replace(at, kEscapeLength, "\\ufffd");
      }
      at += kEscapeLength;
    }
  }
  return replaced;
}

}  // namespace socketio
