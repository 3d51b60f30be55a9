// The few fields of a chat completion's event that matter, picked while its JSON is parsed: no tree is built
// of the rest.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>

#include <openai/chat_event.h>

namespace openai {

// As they stand in the event; a string that is not there, or is no string, is empty. What `clear` empties
// keeps its memory for the next event.
struct EventFields {
  // A delta, or the message of a completion that is not streamed.
  struct Said {
    bool is_object = false;
    std::string content;
    std::string refusal;

    void clear();
  };
  struct Choice {
    Said delta;
    Said message;
    std::string finish_reason;
    std::uint64_t index = 0;

    void clear();
  };

  bool is_object = false;
  Choice choice;  // the first with index 0, or the one read last
  bool has_choice = false;
  std::optional<Usage> usage;
  bool has_error = false;  // `error` is there, and not null
  std::string error;       // itself, if it is a string
  std::string error_message;
  std::string error_code;
  std::string object;
  std::string message;

  void clear();
};

// Boost.JSON calls it for each thing in the text (a "handler" of its basic_parser). A key that is there twice
// counts as its last value.
class EventFieldsHandler {
 public:
  using ErrorCode = boost::system::error_code;
  using View = boost::json::string_view;

  // NOLINTBEGIN(readability-identifier-naming): Boost.JSON's names
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();
  // NOLINTEND(readability-identifier-naming)

  EventFields fields;

  bool on_document_begin(ErrorCode&);
  bool on_document_end(ErrorCode&) { return true; }
  bool on_object_begin(ErrorCode&);
  bool on_object_end(std::size_t, ErrorCode&);
  bool on_array_begin(ErrorCode&);
  bool on_array_end(std::size_t, ErrorCode&);
  bool on_key_part(View part, std::size_t, ErrorCode&);
  bool on_key(View part, std::size_t, ErrorCode&);
  bool on_string_part(View part, std::size_t, ErrorCode&);
  bool on_string(View part, std::size_t, ErrorCode&);
  bool on_number_part(View, ErrorCode&) { return true; }
  bool on_int64(std::int64_t number, View, ErrorCode&);
  bool on_uint64(std::uint64_t number, View, ErrorCode&);
  bool on_double(double, View, ErrorCode&);
  bool on_bool(bool, ErrorCode&);
  bool on_null(ErrorCode&);
  bool on_comment_part(View, ErrorCode&) { return true; }
  bool on_comment(View, ErrorCode&) { return true; }

 private:
  // What encloses the value at hand.
  enum class Place : std::uint8_t {
    kTop,
    kEvent,
    kChoices,
    kChoice,
    kDelta,
    kMessage,
    kUsage,
    kError,
    kOther
  };
  enum class Key : std::uint8_t {
    kOther,
    kChoices,
    kCode,
    kCompletionTokens,
    kContent,
    kDelta,
    kError,
    kFinishReason,
    kIndex,
    kMessage,
    kObject,
    kPromptTokens,
    kRefusal,
    kUsage,
  };
  static constexpr std::size_t kDepth = 6;  // of the places that matter

  [[nodiscard]] static Key key_of(std::string_view name);
  [[nodiscard]] Place place() const { return depth_ < kDepth ? places_[depth_] : Place::kOther; }
  // Where the value that begins now would be inside of.
  [[nodiscard]] Place inner_place(bool is_array) const;
  void enter(Place place);
  // A value that is neither a string, an object nor a count stands here now.
  void replaced();
  // Where the string at hand goes; nullptr: nowhere.
  [[nodiscard]] std::string* target();
  void count(std::uint64_t number);

  std::array<Place, kDepth> places_{};
  std::size_t depth_ = 0;
  Key key_ = Key::kOther;
  std::string key_text_;           // of a key that comes in parts
  std::string* string_ = nullptr;  // of a string that comes in parts
  bool in_string_ = false;
  bool choice_found_ = false;
};

}  // namespace openai
