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
  std::string_view data;           // the lines joined by LF
  std::string_view type;           // "message" when the stream names none
  std::string_view last_event_id;  // stays from one event to the next
};

// Owned by whoever reads the stream; one stream long; no thread of its own. After push(chunk), call next()
// until it says kNeedMore; only then may the chunk go away. An event that the stream's end cuts is never
// seen, as the standard demands.
class SseParser {
 public:
  enum class Step : std::uint8_t {
    kEvent,
    kNeedMore,
    kTooLarge,  // one event is larger than the limit; the parser is of no further use
  };

  // `max_event_bytes` limits one event's data with the line being read, in bytes.
  explicit SseParser(std::size_t max_event_bytes);

  void push(std::string_view chunk);
  [[nodiscard]] Step next(SseEvent& event);

  // The stream's last valid `retry` field, in milliseconds.
  [[nodiscard]] std::optional<std::uint64_t> retry_milliseconds() const { return retry_; }

 private:
  [[nodiscard]] bool skip_start();
  [[nodiscard]] std::size_t find_line_end();
  [[nodiscard]] bool read_line(std::string_view line);
  [[nodiscard]] bool add_data(std::string_view value);
  [[nodiscard]] bool dispatch(SseEvent& event);
  [[nodiscard]] Step keep_rest();

  const std::size_t max_event_bytes_;

  std::string_view chunk_;
  std::size_t at_ = 0;
  // Where the next LF and CR lie in the chunk (its size: none), so that neither is searched for twice.
  std::size_t next_lf_ = 0;
  std::size_t next_cr_ = 0;

  std::size_t bom_bytes_ = 0;
  bool at_start_ = true;
  bool skip_lf_ = false;
  bool failed_ = false;

  std::string line_;  // the start of a line that an earlier chunk cut
  // The event's data lies in the chunk while it is one whole line of it, otherwise in data_.
  std::optional<std::string_view> data_in_chunk_;
  std::string data_;
  bool has_data_ = false;
  bool data_was_taken_ = false;
  std::string type_;
  std::string id_;
  std::optional<std::uint64_t> retry_;
};

}  // namespace openai
