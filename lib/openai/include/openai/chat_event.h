// What one event of a streamed Chat Completion says: a piece of text, how the answer ended, what it cost, or
// an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <base/result.h>
#include <openai/surrogate_joiner.h>

namespace openai {

// In tokens, as the server counts them.
struct Usage {
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  friend bool operator==(const Usage&, const Usage&) = default;
};

// An event may say several things at once, or nothing (role only, empty choices, unknown fields). The views
// are valid until a reader is called again on this thread.
struct ChatEvent {
  std::string_view text;           // well-formed UTF-8
  std::string_view finish_reason;  // "stop", "length", "content_filter", …; empty: not yet
  std::optional<Usage> usage;
  std::optional<std::string> error;  // the server's words, as they came
  std::string error_code;            // its name for the error, such as "insufficient_quota", or empty
  bool done = false;                 // the closing "[DONE]"
};

class EventForm;

// Reads the events of one answer, in order; owned by whoever reads the stream. It remembers half a surrogate
// pair from one event to the next. Only the first choice (index 0) is read.
class ChatEventReader {
 public:
  // `data` is one event's data, or the whole body of a completion that was not streamed. Error: kBrokenStream
  // for what is not a JSON object; a missing field, a null or an additional field is none. `form`: of the
  // events that came together with it, if that is known; it changes nothing but the time.
  [[nodiscard]] base::Result<ChatEvent> read(std::string_view data, EventForm* form = nullptr);

  // The text still owed when the answer ends: U+FFFD for half a pair whose other half never came, or nothing.
  [[nodiscard]] std::string_view end();

 private:
  [[nodiscard]] std::string_view made_well_formed(std::string_view text, std::string_view finish_reason);

  SurrogateJoiner joiner_;
};

}  // namespace openai
