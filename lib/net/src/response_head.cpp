#include "response_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "ascii.h"

namespace net {

namespace {

void append_number(std::string& text, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

void append_single_line(std::string& head, std::string_view text) {
  const std::size_t begin = head.size();
  head += text;
  std::replace_if(
      head.begin() + static_cast<std::ptrdiff_t>(begin), head.end(),
      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

}  // namespace

bool is_bodiless(int status) {
  return status < 200 || status == 204 || status == 304;
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  append_single_line(head, name);
  head += ": ";
  append_single_line(head, value);
  head += "\r\n";
}

std::string response_head(const Response& response, const ResponseFraming& framing) {
  std::size_t bytes = 128;
  for (const auto& [name, value] : response.headers.fields()) bytes += name.size() + value.size() + 4;
  std::string head;
  head.reserve(bytes);
  head += "HTTP/1.1 ";
  append_number(head, static_cast<std::size_t>(response.status));
  head += ' ';
  head += reason_phrase(response.status);
  head += "\r\n";
  for (const auto& [name, value] : response.headers.fields()) {
    if (equals_ignoring_case(name, "Content-Length") || equals_ignoring_case(name, "Connection")) continue;
    append_field(head, name, value);
  }
  if (!is_bodiless(response.status)) {
    head += "Content-Length: ";
    append_number(head, framing.content_length_bytes);
    head += "\r\n";
  }
  if (framing.close)
    head += "Connection: close\r\n";
  else if (framing.announce_keep_alive)
    head += "Connection: keep-alive\r\n";
  head += "\r\n";
  return head;
}

}  // namespace net
