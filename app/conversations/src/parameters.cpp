#include "parameters.h"

#include <charconv>

#include <base/ids.h>
#include <net/http.h>

namespace conversations {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::string> value_of(std::string_view query, std::string_view name) {
  std::string value = net::query_value(query, name);
  return value.empty() ? std::nullopt : std::optional(std::move(value));
}

base::Result<std::size_t> limit_of(std::string_view query, std::size_t usual, std::size_t most) {
  const auto text = value_of(query, "limit");
  if (!text) return usual;
  const auto limit = number<std::size_t>(*text);
  if (!limit || *limit < 1 || *limit > most) {
    return base::fail(kInvalidParameter, "\"limit\" is a number from 1 to " + std::to_string(most) + ".");
  }
  return *limit;
}

std::string cursor_text(const Cursor& cursor) {
  return std::to_string(cursor.updated_at) + "." + cursor.id;
}

base::Result<std::optional<Cursor>> cursor_of(std::string_view query) {
  const auto text = value_of(query, "before");
  if (!text) return std::nullopt;
  const std::size_t dot = text->find('.');
  const auto time = number<std::int64_t>(std::string_view(*text).substr(0, dot));
  if (dot == std::string::npos || !time || !base::is_uuid(std::string_view(*text).substr(dot + 1))) {
    return base::fail(kInvalidParameter, "\"before\" is no cursor: use the \"next\" of an earlier answer.");
  }
  return Cursor{*time, text->substr(dot + 1)};
}

}  // namespace conversations
