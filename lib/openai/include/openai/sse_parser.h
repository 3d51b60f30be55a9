// Server-Sent Events from a byte stream (WHATWG HTML, section 9.2.6 "Interpreting an event stream").
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace openai {

// The views are valid until the parser is called again.
struct SseEvent {
  std::string_view data;           // the data lines, joined by LF
  std::string_view type;           // "message" when the stream names none
  std::string_view last_event_id;  // stays from one event to the next
};

// Owned by whoever reads the stream; one stream long; no thread of its own. After push(chunk), call next()
// until it says otherwise than kEvent; only then may the chunk go away. An event that the stream's end cuts
// is never seen, as the standard demands.
class SseParser {
 public:
  enum class Step : std::uint8_t {
    kEvent,
    kNeedMore,
    kTooLarge,  // one event is larger than the limit; the parser is of no further use
  };

  // `max_event_bytes` limits an event's data so far together with the line being read, in bytes.
  explicit SseParser(std::size_t max_event_bytes);

  void push(std::string_view chunk);
  [[nodiscard]] Step next(SseEvent& event);

  // The stream's last valid `retry` field, in milliseconds.
  [[nodiscard]] std::optional<std::uint64_t> retry_milliseconds() const { return retry_; }

 private:
  enum class Place : std::uint8_t { kChunk, kCutLine };

  void skip_byte_order_mark();
  [[nodiscard]] std::size_t find(char byte) const;
  [[nodiscard]] std::size_t find_line_end();
  [[nodiscard]] std::size_t data_size() const { return data_in_chunk_ ? view_.size() : data_.size(); }
  void take_field(std::string_view line, Place place);
  void add_data(std::string_view value, Place place);
  void save_data();
  void begin_event();

  const std::size_t max_event_bytes_;

  std::string_view chunk_;
  std::size_t at_ = 0;
  // Where the next LF and CR lie in the chunk (its size: none), so that no byte is searched twice.
  std::size_t next_lf_ = 0;
  std::size_t next_cr_ = 0;
  bool skip_lf_ = false;  // the line before ended with CR, which may be half a CRLF

  bool at_start_ = true;
  bool failed_ = false;
  bool dispatched_ = false;

  std::string line_;  // the start of a line that an earlier chunk cut
  // While the data is one whole line of the chunk it stays there (view_); otherwise it is in data_.
  bool has_data_ = false;
  bool data_in_chunk_ = false;
  std::string_view view_;
  std::string data_;
  std::string type_;
  std::string id_;
  std::optional<std::uint64_t> retry_;
};

}  // namespace openai
