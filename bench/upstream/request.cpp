#include "request.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace bench {
namespace {

constexpr std::string_view kEndOfHeader = "\r\n\r\n";

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

// The value of a header, or nothing. `name` has its colon.
std::optional<std::string_view> header(std::string_view head, std::string_view name) {
  for (std::size_t line = head.find("\r\n"); line != std::string_view::npos; line = head.find("\r\n", line)) {
    line += 2;
    if (!same_letters(head.substr(line, name.size()), name)) continue;
    std::string_view value = head.substr(line + name.size());
    value = value.substr(0, value.find("\r\n"));
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return value;
  }
  return std::nullopt;
}

bool number_after(std::string_view text, std::string_view name, std::uint64_t& value) {
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return false;
  const char* begin = text.data() + at + name.size();
  return std::from_chars(begin, text.data() + text.size(), value).ec == std::errc();
}

// Joins the chunks of a body that begins at `at`; returns where it ends, or nothing while it is incomplete.
std::optional<std::size_t> read_chunks(std::string_view bytes, std::size_t at, std::string& body) {
  for (;;) {
    const std::size_t line = bytes.find("\r\n", at);
    if (line == std::string_view::npos) return std::nullopt;
    std::size_t size = 0;
    std::from_chars(bytes.data() + at, bytes.data() + line, size, 16);
    if (bytes.size() < line + 2 + size + 2) return std::nullopt;
    body.append(bytes.substr(line + 2, size));
    at = line + 2 + size + 2;
    if (size == 0) return at;
  }
}

}  // namespace

bool read_order(std::string_view body, Order& order) {
  // The last one, should earlier questions of the conversation be there too.
  const std::size_t at = body.rfind("bench tokens=");
  if (at == std::string_view::npos || body.find("\"stream\"") == std::string_view::npos) return false;
  const std::string_view directive = body.substr(at);
  order.include_usage = body.find("\"include_usage\"") != std::string_view::npos;
  return number_after(directive, "tokens=", order.tokens) &&
         number_after(directive, "interval=", order.interval_us);
}

RequestState RequestReader::next(Order& order) {
  const std::size_t end = buffer_.find(kEndOfHeader);
  if (end == std::string::npos) return RequestState::kIncomplete;
  const std::string_view head(buffer_.data(), end + 2);
  const std::size_t body_at = end + kEndOfHeader.size();
  std::string chunks;
  std::string_view body;
  std::size_t request_end = body_at;
  if (header(head, "transfer-encoding:").value_or("").starts_with("chunked")) {
    const auto chunks_end = read_chunks(buffer_, body_at, chunks);
    request_end = chunks_end.value_or(std::string::npos);
    body = chunks;
  } else {
    std::size_t length = 0;
    const std::string_view value = header(head, "content-length:").value_or("0");
    std::from_chars(value.data(), value.data() + value.size(), length);
    request_end = body_at + length;
    if (request_end <= buffer_.size()) body = std::string_view(buffer_).substr(body_at, length);
  }
  if (request_end > buffer_.size()) {
    if (continued_ || !same_letters(header(head, "expect:").value_or(""), "100-continue")) {
      return RequestState::kIncomplete;
    }
    continued_ = true;
    return RequestState::kContinue;
  }
  RequestState state = RequestState::kUnknown;
  if (head.starts_with("POST /v1/chat/completions ")) {
    state = read_order(body, order) ? RequestState::kOrder : RequestState::kBadRequest;
  }
  buffer_.erase(0, request_end);
  continued_ = false;
  return state;
}

}  // namespace bench
