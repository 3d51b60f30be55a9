#include <array>
#include <cstddef>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <openai/chat_event.h>
#include <openai/failure.h>

namespace openai {
namespace {

namespace json = boost::json;

// Memory for one event's JSON, used again for the next: an ordinary event allocates nothing. One a thread
// serves all its streams, since nothing of it outlives a call of read().
struct Workspace {
  static json::parse_options tolerant() {
    json::parse_options options;
    // Bytes that are not UTF-8 are repaired in the strings that matter, not refused.
    options.allow_invalid_utf8 = true;
    return options;
  }

  std::array<unsigned char, 16384> values;
  std::array<unsigned char, 4096> stack;
  json::parser parser{json::storage_ptr(), tolerant(), stack.data(), stack.size()};
};

// The parser must let go of the values' memory before that memory goes.
class ParserReset {
 public:
  explicit ParserReset(json::parser& parser) : parser_(parser) {}
  ~ParserReset() { parser_.reset(); }
  ParserReset(const ParserReset&) = delete;
  ParserReset& operator=(const ParserReset&) = delete;

 private:
  json::parser& parser_;
};

std::string_view string_of(const json::value* value) {
  if (value == nullptr || !value->is_string()) return {};
  return value->get_string();
}

const json::object* object_of(const json::value* value) {
  return value == nullptr ? nullptr : value->if_object();
}

std::uint64_t count_of(const json::value* value) {
  if (value == nullptr) return 0;
  if (value->is_uint64()) return value->get_uint64();
  return value->is_int64() && value->get_int64() > 0 ? static_cast<std::uint64_t>(value->get_int64()) : 0;
}

const json::object* first_choice(const json::object& event) {
  const json::value* const choices = event.if_contains("choices");
  if (choices == nullptr || !choices->is_array()) return nullptr;
  for (const json::value& choice : choices->get_array()) {
    const json::object* const object = choice.if_object();
    if (object != nullptr && count_of(object->if_contains("index")) == 0) return object;
  }
  return nullptr;
}

// A refusal is what the model says instead of content.
std::string_view text_of(const json::object& choice) {
  const json::object* said = object_of(choice.if_contains("delta"));
  if (said == nullptr) said = object_of(choice.if_contains("message"));  // a completion that is not streamed
  if (said == nullptr) return {};
  const std::string_view content = string_of(said->if_contains("content"));
  return content.empty() ? string_of(said->if_contains("refusal")) : content;
}

std::optional<Usage> usage_of(const json::object& event) {
  const json::object* const usage = object_of(event.if_contains("usage"));
  if (usage == nullptr) return std::nullopt;
  return Usage{.prompt_tokens = count_of(usage->if_contains("prompt_tokens")),
               .completion_tokens = count_of(usage->if_contains("completion_tokens"))};
}

std::string well_formed(std::string_view text) {
  std::string out;
  SurrogateJoiner joiner;
  joiner.append(text, out);
  joiner.end(out);
  return out;
}

// {"error":{"message":…}} as OpenAI has it, {"error":"…"}, or {"object":"error","message":…}.
std::optional<std::string> error_of(const json::object& event) {
  if (const json::value* const error = event.if_contains("error"); error != nullptr && !error->is_null()) {
    const json::object* const object = error->if_object();
    std::string_view words = string_of(object == nullptr ? error : object->if_contains("message"));
    if (words.empty() && object != nullptr) words = string_of(object->if_contains("code"));
    return well_formed(words.empty() ? "no reason given" : words);
  }
  if (string_of(event.if_contains("object")) == "error") {
    return well_formed(string_of(event.if_contains("message")));
  }
  return std::nullopt;
}

std::string error_code_of(const json::object& event) {
  const json::object* const error = object_of(event.if_contains("error"));
  return error == nullptr ? std::string() : std::string(string_of(error->if_contains("code")));
}

}  // namespace

base::Result<ChatEvent> ChatEventReader::read(std::string_view data) {
  text_.clear();
  finish_reason_.clear();
  ChatEvent out;
  if (data == "[DONE]") {
    out.done = true;
    return out;
  }

  thread_local Workspace workspace;
  json::monotonic_resource values(workspace.values.data(), workspace.values.size());
  const ParserReset reset(workspace.parser);
  workspace.parser.reset(&values);
  boost::system::error_code malformed;
  workspace.parser.write(lone_surrogates_as_bytes(data, rewritten_), malformed);
  if (malformed) {
    return base::fail(kBrokenStream,
                      "The server sent an event that is not JSON: " + malformed.message() + '.');
  }
  const json::value value = workspace.parser.release();
  const json::object* const event = value.if_object();
  if (event == nullptr) {
    return base::fail(kBrokenStream, "The server sent an event that is not a JSON object.");
  }

  out.error = error_of(*event);
  if (out.error) out.error_code = error_code_of(*event);
  out.usage = usage_of(*event);
  if (const json::object* const choice = first_choice(*event)) {
    joiner_.append(text_of(*choice), text_);
    finish_reason_ = string_of(choice->if_contains("finish_reason"));
  }
  if (!finish_reason_.empty()) joiner_.end(text_);
  out.text = text_;
  out.finish_reason = finish_reason_;
  return out;
}

std::string_view ChatEventReader::end() {
  text_.clear();
  joiner_.end(text_);
  return text_;
}

}  // namespace openai
