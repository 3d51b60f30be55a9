#include "http_response.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace bench {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

// Takes a line without its end; false when that has not come.
bool take_line(std::string_view& bytes, std::string_view& line) {
  const std::size_t end = bytes.find(kLineEnd);
  if (end == std::string_view::npos) return false;
  line = bytes.substr(0, end);
  bytes.remove_prefix(end + kLineEnd.size());
  return true;
}

bool read_number(std::string_view text, std::uint64_t& number, int base) {
  return std::from_chars(text.data(), text.data() + text.size(), number, base).ec == std::errc();
}

}  // namespace

bool HttpResponseReader::read_head(std::string_view head) {
  std::uint64_t status = 0;
  if (!head.starts_with("HTTP/1.1 ") || !read_number(head.substr(9), status, 10)) return false;
  status_ = static_cast<int>(status);
  chunked_ = false;
  left_ = 0;
  std::string_view line;
  while (take_line(head, line)) {
    std::string lower(line);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
    if (lower == "transfer-encoding: chunked") chunked_ = true;
    constexpr std::string_view kLength = "content-length: ";
    if (lower.starts_with(kLength) &&
        !read_number(std::string_view(lower).substr(kLength.size()), left_, 10)) {
      return false;
    }
  }
  return true;
}

HttpPart HttpResponseReader::take_piece(std::string_view& bytes, std::string_view& piece) {
  if (bytes.empty()) return HttpPart::kIncomplete;
  piece = bytes.substr(0, std::min<std::uint64_t>(left_, bytes.size()));
  bytes.remove_prefix(piece.size());
  left_ -= piece.size();
  return HttpPart::kBody;
}

HttpPart HttpResponseReader::next(std::string_view& bytes, std::string_view& piece) {
  std::string_view line;
  for (;;) {
    switch (state_) {
      case State::kHead: {
        const std::size_t end = bytes.find(kHeadEnd);
        if (end == std::string_view::npos) return HttpPart::kIncomplete;
        if (!read_head(bytes.substr(0, end + kLineEnd.size()))) return HttpPart::kInvalid;
        bytes.remove_prefix(end + kHeadEnd.size());
        state_ = chunked_ ? State::kChunkSize : State::kBody;
        break;
      }
      case State::kBody:
        if (left_ > 0) return take_piece(bytes, piece);
        state_ = State::kHead;
        return HttpPart::kEnd;
      case State::kChunkSize:
        if (!take_line(bytes, line)) return HttpPart::kIncomplete;
        if (!read_number(line, left_, 16)) return HttpPart::kInvalid;
        state_ = left_ > 0 ? State::kChunk : State::kTrailer;
        break;
      case State::kChunk:
        if (left_ > 0) return take_piece(bytes, piece);
        state_ = State::kChunkEnd;
        break;
      case State::kChunkEnd:
        if (bytes.size() < kLineEnd.size()) return HttpPart::kIncomplete;
        if (!bytes.starts_with(kLineEnd)) return HttpPart::kInvalid;
        bytes.remove_prefix(kLineEnd.size());
        state_ = State::kChunkSize;
        break;
      case State::kTrailer:
        if (!take_line(bytes, line)) return HttpPart::kIncomplete;
        if (!line.empty()) break;
        state_ = State::kHead;
        return HttpPart::kEnd;
    }
  }
}

}  // namespace bench
