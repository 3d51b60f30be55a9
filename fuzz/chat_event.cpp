// Events of the model, one after the other: what the scanner takes for an ordinary one is JSON, and says what
// a parser finds in it; and to know the events before it changes nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "event_scanner.h"
#include "require.h"

namespace json = boost::json;

namespace {

// The member if it is there and a string, else nothing.
std::string_view text_in(const json::object& object, std::string_view key) {
  const json::value* const found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

void compare(const openai::OrdinaryEvent& event, const json::value& parsed) {
  require(parsed.is_object());
  const json::object& object = parsed.get_object();
  require(!object.contains("error") && text_in(object, "object") != "error");
  const json::value* const choices = object.if_contains("choices");
  const bool has_choice = choices != nullptr && !choices->as_array().empty();
  require(event.has_choice == has_choice);
  if (!has_choice) {
    require(event.text.empty() && event.finish_reason.empty());
    return;
  }
  require(choices->get_array().size() == 1);
  const json::object& choice = choices->get_array().front().as_object();
  const json::object& delta = choice.at("delta").as_object();
  const std::string_view content = text_in(delta, "content");
  require(event.text == (content.empty() ? text_in(delta, "refusal") : content));
  require(event.finish_reason == text_in(choice, "finish_reason"));
}

void read_alone(std::string_view text) {
  std::string scratch;
  openai::OrdinaryEvent event;
  if (!openai::scan_event(text, scratch, event)) return;
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  json::error_code malformed;
  const json::value parsed = json::parse(text, malformed, {}, options);
  require(!malformed);
  compare(event, parsed);
}

void read_behind(openai::EventForm& form, std::string_view text) {
  std::string scratch;
  openai::OrdinaryEvent event;
  const bool ordinary = form.scan(text, scratch, event);
  std::string own_scratch;
  openai::OrdinaryEvent alone;
  require(ordinary == openai::scan_event(text, own_scratch, alone));
  if (!ordinary) return;
  require(event.has_choice == alone.has_choice && event.text == alone.text);
  require(event.finish_reason == alone.finish_reason);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // Of exactly that size, so that a step beyond it is seen.
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  read_alone(text);
  openai::EventForm form(text);
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    read_behind(form, std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
  return 0;
}
