// Reads the events that come thousands a second without a parser: those of the ordinary form.
#pragma once

#include <string>
#include <string_view>

namespace openai {

// What an ordinary event says. The views are into the event, or into the scratch that it was read with.
struct OrdinaryEvent {
  bool has_choice = false;
  std::string_view text;           // the delta's content or, if that is empty, its refusal
  std::string_view finish_reason;  // empty: none
};

// One JSON object with at most one choice, number 0, which has a delta; no usage, no error, no nesting beyond
// that, no key of interest twice, no escape but the short ones. False: `event` is not of that form, or not
// JSON at all, which only a parser can say. `scratch` is used for a text with escapes.
[[nodiscard]] bool scan_event(std::string_view json, std::string& scratch, OrdinaryEvent& event);

}  // namespace openai
