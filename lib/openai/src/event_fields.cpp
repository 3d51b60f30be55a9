#include "event_fields.h"

#include <cstddef>
#include <utility>

namespace openai {
namespace {

// A whole answer may have come as one event; its room is not kept.
constexpr std::size_t kKeptBytes = std::size_t{64} << 10;

void empty(std::string& text) {
  text.clear();
  if (text.capacity() > kKeptBytes) text.shrink_to_fit();
}

}  // namespace

void EventFields::Said::clear() {
  is_object = false;
  empty(content);
  empty(refusal);
}

void EventFields::Choice::clear() {
  delta.clear();
  message.clear();
  finish_reason.clear();
  index = 0;
}

void EventFields::clear() {
  is_object = false;
  choice.clear();
  has_choice = false;
  usage.reset();
  has_error = false;
  for (std::string* text : {&error, &error_message, &error_code, &object, &message}) empty(*text);
}

EventFieldsHandler::Key EventFieldsHandler::key_of(std::string_view name) {
  static constexpr std::pair<std::string_view, Key> kKeys[] = {
      {"choices", Key::kChoices},
      {"code", Key::kCode},
      {"completion_tokens", Key::kCompletionTokens},
      {"content", Key::kContent},
      {"delta", Key::kDelta},
      {"error", Key::kError},
      {"finish_reason", Key::kFinishReason},
      {"index", Key::kIndex},
      {"message", Key::kMessage},
      {"object", Key::kObject},
      {"prompt_tokens", Key::kPromptTokens},
      {"refusal", Key::kRefusal},
      {"usage", Key::kUsage},
  };
  for (const auto& [text, key] : kKeys) {
    if (text == name) return key;
  }
  return Key::kOther;
}

EventFieldsHandler::Place EventFieldsHandler::inner_place(bool is_array) const {
  switch (place()) {
    case Place::kTop:
      return is_array ? Place::kOther : Place::kEvent;
    case Place::kEvent:
      if (is_array) return key_ == Key::kChoices ? Place::kChoices : Place::kOther;
      if (key_ == Key::kUsage) return Place::kUsage;
      return key_ == Key::kError ? Place::kError : Place::kOther;
    case Place::kChoices:
      return is_array || choice_found_ ? Place::kOther : Place::kChoice;
    case Place::kChoice:
      if (is_array) return Place::kOther;
      if (key_ == Key::kDelta) return Place::kDelta;
      return key_ == Key::kMessage ? Place::kMessage : Place::kOther;
    default:
      return Place::kOther;
  }
}

void EventFieldsHandler::enter(Place inner) {
  ++depth_;
  if (depth_ < kDepth) places_[depth_] = inner;
}

bool EventFieldsHandler::on_document_begin(ErrorCode&) {
  fields.clear();
  depth_ = 0;
  places_[0] = Place::kTop;
  key_ = Key::kOther;
  key_text_.clear();
  in_string_ = false;
  choice_found_ = false;
  return true;
}

bool EventFieldsHandler::on_object_begin(ErrorCode&) {
  const Place inner = inner_place(false);
  replaced();
  switch (inner) {
    case Place::kEvent:
      fields.is_object = true;
      break;
    case Place::kChoice:
      fields.choice.clear();
      break;
    case Place::kDelta:
      fields.choice.delta.is_object = true;
      break;
    case Place::kMessage:
      fields.choice.message.is_object = true;
      break;
    case Place::kUsage:
      fields.usage.emplace();
      break;
    default:
      break;
  }
  enter(inner);
  return true;
}

bool EventFieldsHandler::on_object_end(std::size_t, ErrorCode&) {
  if (place() == Place::kChoice && fields.choice.index == 0) choice_found_ = fields.has_choice = true;
  --depth_;
  return true;
}

bool EventFieldsHandler::on_array_begin(ErrorCode&) {
  const Place inner = inner_place(true);
  replaced();
  enter(inner);
  return true;
}

bool EventFieldsHandler::on_array_end(std::size_t, ErrorCode&) {
  --depth_;
  return true;
}

bool EventFieldsHandler::on_key_part(View part, std::size_t, ErrorCode&) {
  key_text_.append(part.data(), part.size());
  return true;
}

bool EventFieldsHandler::on_key(View part, std::size_t, ErrorCode&) {
  if (place() == Place::kOther) {
    key_text_.clear();
    return true;
  }
  if (key_text_.empty()) {
    key_ = key_of({part.data(), part.size()});
  } else {
    key_ = key_of(key_text_.append(part.data(), part.size()));
    key_text_.clear();
  }
  return true;
}

std::string* EventFieldsHandler::target() {
  EventFields::Choice& choice = fields.choice;
  switch (place()) {
    case Place::kEvent:
      if (key_ == Key::kError) return &fields.error;
      if (key_ == Key::kObject) return &fields.object;
      return key_ == Key::kMessage ? &fields.message : nullptr;
    case Place::kChoice:
      return key_ == Key::kFinishReason ? &choice.finish_reason : nullptr;
    case Place::kDelta:
      if (key_ == Key::kContent) return &choice.delta.content;
      return key_ == Key::kRefusal ? &choice.delta.refusal : nullptr;
    case Place::kMessage:
      if (key_ == Key::kContent) return &choice.message.content;
      return key_ == Key::kRefusal ? &choice.message.refusal : nullptr;
    case Place::kError:
      if (key_ == Key::kMessage) return &fields.error_message;
      return key_ == Key::kCode ? &fields.error_code : nullptr;
    default:
      return nullptr;
  }
}

void EventFieldsHandler::replaced() {
  if (std::string* const text = target()) text->clear();
  if (place() == Place::kEvent && key_ == Key::kUsage) fields.usage.reset();
  if (place() == Place::kEvent && key_ == Key::kError) {
    fields.has_error = true;
    fields.error_message.clear();
    fields.error_code.clear();
  }
  if (place() == Place::kChoice && key_ == Key::kDelta) fields.choice.delta.clear();
  if (place() == Place::kChoice && key_ == Key::kMessage) fields.choice.message.clear();
  count(0);
}

bool EventFieldsHandler::on_string_part(View part, std::size_t, ErrorCode&) {
  if (!in_string_) {
    in_string_ = true;
    replaced();
    string_ = target();
  }
  if (string_ != nullptr) string_->append(part.data(), part.size());
  return true;
}

bool EventFieldsHandler::on_string(View part, std::size_t size, ErrorCode& error) {
  on_string_part(part, size, error);
  in_string_ = false;
  return true;
}

void EventFieldsHandler::count(std::uint64_t number) {
  if (place() == Place::kChoice && key_ == Key::kIndex) fields.choice.index = number;
  if (place() != Place::kUsage) return;
  if (key_ == Key::kPromptTokens) fields.usage->prompt_tokens = number;
  if (key_ == Key::kCompletionTokens) fields.usage->completion_tokens = number;
}

bool EventFieldsHandler::on_int64(std::int64_t number, View, ErrorCode&) {
  replaced();
  if (number > 0) count(static_cast<std::uint64_t>(number));
  return true;
}

bool EventFieldsHandler::on_uint64(std::uint64_t number, View, ErrorCode&) {
  replaced();
  count(number);
  return true;
}

bool EventFieldsHandler::on_double(double, View, ErrorCode&) {
  replaced();
  return true;
}

bool EventFieldsHandler::on_bool(bool, ErrorCode&) {
  replaced();
  return true;
}

bool EventFieldsHandler::on_null(ErrorCode&) {
  replaced();
  if (place() == Place::kEvent && key_ == Key::kError) fields.has_error = false;
  return true;
}

}  // namespace openai
