#include <charconv>
#include <cstring>
#include <memory>

#include <openai/sse_parser.h>

namespace openai {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::optional<std::uint64_t> parse_digits(std::string_view text) {
  std::uint64_t number = 0;
  const char* const begin = std::to_address(text.begin());
  const char* const end = begin + text.size();
  const auto [stopped, error] = std::from_chars(begin, end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

SseParser::SseParser(std::size_t max_event_bytes) : max_event_bytes_(max_event_bytes) {}

void SseParser::push(std::string_view chunk) {
  chunk_ = chunk;
  at_ = 0;
  if (at_start_) skip_byte_order_mark();
  next_lf_ = find('\n');
  next_cr_ = find('\r');
}

void SseParser::skip_byte_order_mark() {
  // A mark that is cut waits in line_, where it belongs if it proves to be none.
  while (at_ < chunk_.size()) {
    if (chunk_[at_] != kByteOrderMark[line_.size()]) {
      at_start_ = false;
      return;
    }
    line_.push_back(chunk_[at_++]);
    if (line_ == kByteOrderMark) {
      line_.clear();
      at_start_ = false;
      return;
    }
  }
}

std::size_t SseParser::find(char byte) const {
  if (at_ == chunk_.size()) return at_;
  const void* const found = std::memchr(chunk_.data() + at_, byte, chunk_.size() - at_);
  return found == nullptr ? chunk_.size()
                          : static_cast<std::size_t>(static_cast<const char*>(found) - chunk_.data());
}

std::size_t SseParser::find_line_end() {
  if (next_lf_ < at_) next_lf_ = find('\n');
  if (next_cr_ < at_) next_cr_ = find('\r');
  return next_lf_ < next_cr_ ? next_lf_ : next_cr_;
}

SseParser::Step SseParser::next(SseEvent& event) {
  if (failed_) return Step::kTooLarge;
  if (dispatched_) begin_event();
  while (at_ < chunk_.size()) {
    if (skip_lf_) {
      skip_lf_ = false;
      if (chunk_[at_] == '\n') {
        ++at_;
        continue;
      }
    }
    const std::size_t end = find_line_end();
    const std::string_view piece = chunk_.substr(at_, end - at_);
    const bool whole = end < chunk_.size();
    if (data_size() + line_.size() + piece.size() > max_event_bytes_) {
      failed_ = true;
      return Step::kTooLarge;
    }
    at_ = end;
    if (!whole) {
      line_.append(piece);
      break;
    }
    ++at_;
    skip_lf_ = chunk_[end] == '\r';
    if (!line_.empty()) {
      line_.append(piece);
      take_field(line_, Place::kCutLine);
      line_.clear();
    } else if (!piece.empty()) {
      take_field(piece, Place::kChunk);
    } else if (has_data_) {
      event.data = data_in_chunk_ ? view_ : data_;
      event.type = type_.empty() ? std::string_view("message") : type_;
      event.last_event_id = id_;
      dispatched_ = true;
      return Step::kEvent;
    } else {
      type_.clear();
    }
  }
  save_data();
  return Step::kNeedMore;
}

void SseParser::begin_event() {
  dispatched_ = false;
  has_data_ = false;
  data_in_chunk_ = false;
  data_.clear();
  type_.clear();
}

void SseParser::take_field(std::string_view line, Place place) {
  const std::size_t colon = line.find(':');
  if (colon == 0) return;  // a comment
  const std::string_view name = line.substr(0, colon);
  std::string_view value;
  if (colon != std::string_view::npos) value = line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);

  if (name == "data") {
    add_data(value, place);
  } else if (name == "event") {
    type_ = value;
  } else if (name == "id") {
    if (!value.contains('\0')) id_ = value;
  } else if (name == "retry") {
    if (const auto milliseconds = parse_digits(value)) retry_ = milliseconds;
  }
}

void SseParser::add_data(std::string_view value, Place place) {
  if (!has_data_ && place == Place::kChunk) {
    view_ = value;
    data_in_chunk_ = true;
  } else {
    save_data();
    if (has_data_) data_.push_back('\n');
    data_.append(value);
  }
  has_data_ = true;
}

void SseParser::save_data() {
  if (!data_in_chunk_) return;
  data_.assign(view_);
  data_in_chunk_ = false;
}

}  // namespace openai
