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
  // As they stand in the event, without quotes; null where there is none: the content, and the last string
  // behind the choices, which says nothing (some servers pad their events with one).
  std::string_view raw_content;
  std::string_view padding;
};

// One JSON object with at most one choice, number 0, which has a delta; no usage, no error, no nesting beyond
// that, no key of interest twice, no escape but the short ones. False: `event` is not of that form, or not
// JSON at all, which only a parser can say. `scratch` is used for a text with escapes.
[[nodiscard]] bool scan_event(std::string_view json, std::string& scratch, OrdinaryEvent& event);

// The events that come together mostly differ in their content and their padding only: what stands around
// these in one is compared in the next, not read again.
class EventForm {
 public:
  // Events are remembered while they stand in `memory`, which does not change while this lives.
  explicit EventForm(std::string_view memory) : memory_(memory) {}

  // As scan_event.
  [[nodiscard]] bool scan(std::string_view json, std::string& scratch, OrdinaryEvent& event);

 private:
  [[nodiscard]] bool read_as_before(std::string_view json, std::string& scratch, OrdinaryEvent& event) const;
  void remember(std::string_view json, const OrdinaryEvent& event);

  std::string_view memory_;
  // What encloses the content; behind the padding, if there is one.
  std::string_view before_;
  std::string_view between_;
  std::string_view after_;
  bool has_padding_ = false;
};

}  // namespace openai
