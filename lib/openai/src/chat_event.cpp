#include <cstddef>

#include <boost/json/basic_parser_impl.hpp>

#include <openai/chat_event.h>
#include <openai/failure.h>

#include "event_fields.h"
#include "event_scanner.h"

namespace openai {
namespace {

namespace json = boost::json;

json::parse_options tolerant() {
  json::parse_options options;
  // Bytes that are not UTF-8 are repaired in the strings that matter, not refused.
  options.allow_invalid_utf8 = true;
  return options;
}

// One a thread serves all its streams, since nothing of it outlives a call of read(): an event allocates
// nothing.
struct Workshop {
  json::basic_parser<EventFieldsHandler> parser{tolerant()};
  std::string rewritten;
  std::string text;
};

Workshop& workshop() {
  thread_local Workshop of_thread;
  return of_thread;
}

// A refusal is what the model says instead of content.
std::string_view text_of(const EventFields::Choice& choice) {
  const EventFields::Said& said = choice.delta.is_object ? choice.delta : choice.message;
  return said.content.empty() ? said.refusal : said.content;
}

std::string well_formed(std::string_view text) {
  std::string out;
  SurrogateJoiner joiner;
  joiner.append(text, out);
  joiner.end(out);
  return out;
}

// {"error":{"message":…}} as OpenAI has it, {"error":"…"}, or {"object":"error","message":…}.
std::optional<std::string> error_of(const EventFields& fields) {
  if (fields.has_error) {
    for (const std::string* words : {&fields.error, &fields.error_message, &fields.error_code}) {
      if (!words->empty()) return well_formed(*words);
    }
    return "no reason given";
  }
  if (fields.object == "error") return well_formed(fields.message);
  return std::nullopt;
}

}  // namespace

base::Result<ChatEvent> ChatEventReader::read(std::string_view data, EventForm* form) {
  ChatEvent out;
  if (data == "[DONE]") {
    out.done = true;
    return out;
  }

  Workshop& own = workshop();
  OrdinaryEvent ordinary;
  const bool is_ordinary =
      form != nullptr ? form->scan(data, own.rewritten, ordinary) : scan_event(data, own.rewritten, ordinary);
  if (is_ordinary) {
    out.finish_reason = ordinary.finish_reason;
    out.text = made_well_formed(ordinary.text, ordinary.finish_reason);
    return out;
  }
  auto& parser = own.parser;
  parser.reset();
  json::error_code malformed;
  const std::string_view text = lone_surrogates_as_bytes(data, own.rewritten);
  const std::size_t parsed = parser.write_some(false, text.data(), text.size(), malformed);
  if (!malformed && parsed < text.size()) malformed = json::error::extra_data;
  if (malformed) {
    return base::fail(kBrokenStream,
                      "The server sent an event that is not JSON: " + malformed.message() + '.');
  }
  const EventFields& fields = parser.handler().fields;
  if (!fields.is_object) {
    return base::fail(kBrokenStream, "The server sent an event that is not a JSON object.");
  }

  out.error = error_of(fields);
  if (out.error) out.error_code = fields.error_code;
  out.usage = fields.usage;
  if (!fields.has_choice) return out;
  out.finish_reason = fields.choice.finish_reason;
  out.text = made_well_formed(text_of(fields.choice), out.finish_reason);
  return out;
}

std::string_view ChatEventReader::made_well_formed(std::string_view text, std::string_view finish_reason) {
  if (joiner_.leaves_as_it_is(text)) return text;
  std::string& made = workshop().text;
  made.clear();
  joiner_.append(text, made);
  if (!finish_reason.empty()) joiner_.end(made);
  return made;
}

std::string_view ChatEventReader::end() {
  std::string& made = workshop().text;
  made.clear();
  joiner_.end(made);
  return made;
}

}  // namespace openai
