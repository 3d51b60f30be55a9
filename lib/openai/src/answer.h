// The body of a successful response: what the bytes so far say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <base/error.h>
#include <openai/chat_event.h>
#include <openai/sse_parser.h>

namespace openai {

// Owned by its transfer. Pure: bytes in, text and an ending out. Once a finish_reason has come the answer is
// whole, and nothing that follows can break it.
class Answer {
 public:
  explicit Answer(std::size_t max_event_bytes);

  // Appends to `text` what the bytes complete. `form`: of the events that came with these bytes. False: the
  // answer is broken and the rest of no interest.
  [[nodiscard]] bool read(std::string_view bytes, EventForm& form, std::string& text);
  // The body has ended as its framing says it should.
  void end(std::string& text);

  [[nodiscard]] bool finished() const { return !finish_reason_.empty(); }
  [[nodiscard]] const std::string& finish_reason() const { return finish_reason_; }
  [[nodiscard]] const std::optional<Usage>& usage() const { return usage_; }
  // Finished, and nothing more can come that matters.
  [[nodiscard]] bool complete() const { return complete_; }
  // Why it is broken: kBrokenStream, or kModelError with the server's words as they came.
  [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }

 private:
  // A server that ignores "stream" sends one JSON object, whatever it calls the content's type.
  enum class Form : std::uint8_t { kUnknown, kEvents, kOneObject };

  void find_form(std::string_view bytes);
  void read_events(std::string_view bytes, EventForm& form, std::string& text);
  void take(std::string_view data, EventForm* form, std::string& text);
  void fail(base::Error error);

  const std::size_t max_event_bytes_;
  Form form_ = Form::kUnknown;
  SseParser parser_;
  ChatEventReader reader_;
  std::string object_;
  bool event_seen_ = false;
  bool complete_ = false;
  std::string finish_reason_;
  std::optional<Usage> usage_;
  std::optional<base::Error> error_;
};

}  // namespace openai
