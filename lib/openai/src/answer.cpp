#include "answer.h"

#include <utility>

#include <openai/failure.h>

namespace openai {
namespace {

constexpr std::string_view kNoReason = "The answer ended without saying why it ended.";

}  // namespace

Answer::Answer(std::size_t max_event_bytes) : max_event_bytes_(max_event_bytes), parser_(max_event_bytes) {}

bool Answer::read(std::string_view bytes, EventForm& form, std::string& text) {
  if (form_ == Form::kUnknown) find_form(bytes);
  if (complete_) return true;
  switch (form_) {
    case Form::kUnknown:
      break;
    case Form::kEvents:
      read_events(bytes, form, text);
      break;
    case Form::kOneObject:
      if (object_.size() + bytes.size() > max_event_bytes_) {
        fail({kBrokenStream, "The server sent an answer that is not streamed and too large."});
      } else {
        object_.append(bytes);
      }
  }
  return !error_;
}

void Answer::find_form(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return;  // blank lines mean nothing in either form
  form_ = bytes[first] == '{' ? Form::kOneObject : Form::kEvents;
}

void Answer::read_events(std::string_view bytes, EventForm& form, std::string& text) {
  parser_.push(bytes);
  SseEvent event;
  while (!complete_ && !error_) {
    switch (parser_.next(event)) {
      case SseParser::Step::kEvent:
        take(event.data, &form, text);
        break;
      case SseParser::Step::kNeedMore:
        return;
      case SseParser::Step::kTooLarge:
        fail({kBrokenStream, "The server sent an event that is too large."});
        break;
    }
  }
}

void Answer::take(std::string_view data, EventForm* form, std::string& text) {
  event_seen_ = true;
  auto event = reader_.read(data, form);
  if (!event) return fail(std::move(event.error()));
  if (auto& error = event->error) return fail({kModelError, std::move(*error)});
  text.append(event->text);
  if (event->usage) usage_ = event->usage;
  if (!finished() && !event->finish_reason.empty()) finish_reason_ = event->finish_reason;
  if (!event->done) return;
  if (finished()) {
    complete_ = true;
  } else {
    fail({kBrokenStream, std::string(kNoReason)});
  }
}

void Answer::fail(base::Error error) {
  if (finished()) {
    complete_ = true;
  } else {
    error_ = std::move(error);
  }
}

void Answer::end(std::string& text) {
  if (form_ == Form::kOneObject && !error_) take(object_, nullptr, text);
  text.append(reader_.end());
  if (error_ || finished()) return;
  fail({kBrokenStream,
        std::string(event_seen_ ? kNoReason
                                : "The response holds no answer; is the base URL that of a chat API?")});
}

}  // namespace openai
