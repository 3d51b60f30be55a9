#include "event_scanner.h"

#include "json_scanner.h"

namespace openai {
namespace {

std::string_view without_escapes(std::string_view text, std::string& scratch) {
  scratch.clear();
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\')) {
    scratch.append(text.substr(0, at)).push_back(unescaped(text[at + 1]));
    text.remove_prefix(at + 2);
  }
  return scratch.append(text);
}

// The members of an object: calls `member(key)` for each, which takes the value.
template <class Member>
bool object(JsonScanner& json, Member member) {
  if (!json.take('{')) return false;
  if (json.take('}')) return true;
  do {
    std::string_view key;
    if (!json.plain_string(key) || !json.take(':') || !member(key)) return false;
  } while (json.take(','));
  return json.take('}');
}

bool first_time(bool& seen) {
  if (seen) return false;
  seen = true;
  return true;
}

bool content(JsonScanner& json, std::string& scratch, OrdinaryEvent& event) {
  bool escaped = false;
  if (!json.string(event.raw_content, escaped)) return false;
  event.text = escaped ? without_escapes(event.raw_content, scratch) : event.raw_content;
  return true;
}

bool delta(JsonScanner& json, std::string& scratch, OrdinaryEvent& event) {
  bool content_seen = false;
  bool refusal_seen = false;
  std::string_view refusal;
  const bool whole = object(json, [&](std::string_view key) {
    if (key == "content")
      return first_time(content_seen) && (json.take("null") || content(json, scratch, event));
    if (key == "refusal") {
      bool escaped = false;
      return first_time(refusal_seen) && (json.take("null") || (json.string(refusal, escaped) && !escaped));
    }
    return json.scalar();
  });
  if (event.text.empty()) event.text = refusal;
  return whole;
}

bool choice(JsonScanner& json, std::string& scratch, OrdinaryEvent& event) {
  bool index_seen = false;
  bool delta_seen = false;
  bool finish_seen = false;
  return object(json,
                [&](std::string_view key) {
                  if (key == "index") return first_time(index_seen) && json.take('0');
                  if (key == "delta") return first_time(delta_seen) && delta(json, scratch, event);
                  if (key == "finish_reason") {
                    return first_time(finish_seen) &&
                           (json.take("null") || json.plain_string(event.finish_reason));
                  }
                  return key != "message" && json.scalar();
                }) &&
         delta_seen;
}

}  // namespace

bool scan_event(std::string_view text, std::string& scratch, OrdinaryEvent& event) {
  JsonScanner json(text);
  bool choices_seen = false;
  bool usage_seen = false;
  bool object_seen = false;
  const bool whole = object(json, [&](std::string_view key) {
    if (key == "choices") {
      if (!first_time(choices_seen) || !json.take('[')) return false;
      if (json.take(']')) return true;
      event.has_choice = true;
      return choice(json, scratch, event) && json.take(']');
    }
    if (key == "usage") return first_time(usage_seen) && json.take("null");
    if (key == "object") {
      std::string_view name;
      return first_time(object_seen) && json.plain_string(name) && name != "error";
    }
    return key != "error" && json.scalar(choices_seen ? &event.padding : nullptr);
  });
  return whole && json.at_end();
}

bool EventForm::scan(std::string_view json, std::string& scratch, OrdinaryEvent& event) {
  if (read_as_before(json, scratch, event)) return true;
  event = {};
  if (!scan_event(json, scratch, event)) return false;
  remember(json, event);
  return true;
}

bool EventForm::read_as_before(std::string_view json, std::string& scratch, OrdinaryEvent& event) const {
  if (before_.empty() || !json.starts_with(before_)) return false;
  JsonScanner rest(json.substr(before_.size()));
  // An empty one would not count.
  if (!content(rest, scratch, event) || event.text.empty() || !rest.take(between_)) return false;
  bool escaped = false;
  if (has_padding_ && !rest.string(event.padding, escaped)) return false;
  event.has_choice = true;
  return rest.rest() == after_;
}

void EventForm::remember(std::string_view json, const OrdinaryEvent& event) {
  const bool stays = json.data() >= memory_.data() && json.data() < memory_.data() + memory_.size();
  if (!stays || event.raw_content.empty() || !event.finish_reason.empty()) return;
  const auto place = [&json](const char* at) { return static_cast<std::size_t>(at - json.data()); };
  constexpr std::size_t kQuote = 1;
  before_ = json.substr(0, place(event.raw_content.data()) - kQuote);
  const std::string_view behind =
      json.substr(place(event.raw_content.data() + event.raw_content.size()) + kQuote);
  has_padding_ = event.padding.data() != nullptr;
  if (has_padding_) {
    const auto begin = static_cast<std::size_t>(event.padding.data() - behind.data());
    between_ = behind.substr(0, begin - kQuote);
    after_ = behind.substr(begin + event.padding.size() + kQuote);
  } else {
    between_ = behind;
    after_ = {};
  }
}

}  // namespace openai
