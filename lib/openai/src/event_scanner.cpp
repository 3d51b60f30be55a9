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

bool string_or_null(JsonScanner& json, std::string& scratch, std::string_view& text) {
  if (json.take("null")) return true;
  bool escaped = false;
  if (!json.string(text, escaped)) return false;
  if (escaped) text = without_escapes(text, scratch);
  return true;
}

bool delta(JsonScanner& json, std::string& scratch, OrdinaryEvent& event) {
  bool content_seen = false;
  bool refusal_seen = false;
  std::string_view refusal;
  const bool whole = object(json, [&](std::string_view key) {
    if (key == "content") return first_time(content_seen) && string_or_null(json, scratch, event.text);
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
    return key != "error" && json.scalar();
  });
  return whole && json.at_end();
}

}  // namespace openai
