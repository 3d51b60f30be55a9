#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include <base/ids.h>
#include <base/utf.h>
#include <base/white_space.h>

#include <chat/message.h>

namespace chat {
namespace {

using tutor::kInvalidMessage;

constexpr std::string_view kExample = R"({"type":"message","content":"…","selected_coin":"copper"})";

base::Result<const boost::json::object*> object_of(const boost::json::array& args, std::string_view example) {
  if (args.empty() || !args.front().is_object()) {
    return base::fail(kInvalidMessage,
                      "The event's first argument must be an object, such as " + std::string(example) + ".");
  }
  return &args.front().get_object();
}

base::Result<std::string> content_of(const boost::json::object& fields, bool had_lone_surrogate,
                                     std::size_t most_units) {
  const boost::json::value* value = fields.if_contains("content");
  if (value == nullptr)
    return base::fail(kInvalidMessage, "The message has no \"content\": put the question there.");
  if (!value->is_string())
    return base::fail(kInvalidMessage, "\"content\" must be a string with the question.");
  const std::string_view content = value->get_string();
  if (base::trimmed(content).empty()) {
    return base::fail(kInvalidMessage, "The question is empty. Write what you would like to know.");
  }
  if (content.find('\0') != std::string_view::npos) {
    return base::fail(kInvalidMessage,
                      "The question has a NUL character (U+0000) in it. Remove it and ask again.");
  }
  if (had_lone_surrogate || !base::is_utf8(content)) {
    return base::fail(kInvalidMessage,
                      "The question has a broken character in it (half of a surrogate pair). Remove it and "
                      "ask again.");
  }
  if (const std::size_t length = base::utf16_length(content); length > most_units) {
    return base::fail(kInvalidMessage, "The question is " + std::to_string(length) +
                                           " characters long; at most " + std::to_string(most_units) +
                                           " are allowed. Shorten it and ask again.");
  }
  return std::string(content);
}

base::Result<coins::Tier> tier_of(const boost::json::object& fields) {
  const boost::json::value* value = fields.if_contains("selected_coin");
  if (value == nullptr) {
    return base::fail(kInvalidMessage,
                      "The message has no \"selected_coin\": choose \"gold\", \"silver\" or \"copper\".");
  }
  if (value->is_string()) {
    if (const auto tier = coins::tier_from_name(std::string_view(value->get_string()))) return *tier;
  }
  return base::fail(kInvalidMessage,
                    "There is no such coin: \"selected_coin\" must be \"gold\", \"silver\" or \"copper\".");
}

// nullopt when the field is not there or null.
base::Result<std::optional<std::string>> uuid_of(const boost::json::object& fields, std::string_view name) {
  const boost::json::value* value = fields.if_contains(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_string() || !base::is_uuid(std::string_view(value->get_string()))) {
    return base::fail(
        kInvalidMessage,
        "\"" + std::string(name) + "\" must be a UUID, such as 5f0c9c1e-6c1b-4b0e-9f0a-3c9d7a1b2c3d.");
  }
  std::string id(std::string_view(value->get_string()));
  std::ranges::transform(id, id.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  return id;
}

base::Result<std::string> answer_id_of(const boost::json::object& fields) {
  auto id = uuid_of(fields, "answer_id");
  if (!id) return base::fail(id.error());
  if (!*id) return base::fail(kInvalidMessage, "The event has no \"answer_id\".");
  return std::move(**id);
}

}  // namespace

base::Result<Message> parse_message(const boost::json::array& args, bool had_lone_surrogate,
                                    std::size_t most_units) {
  const auto fields = object_of(args, kExample);
  if (!fields) return base::fail(fields.error());
  const boost::json::value* type = (*fields)->if_contains("type");
  if (type != nullptr && *type != boost::json::value("message")) {
    return base::fail(kInvalidMessage, "The event's \"type\" must be \"message\", or be left out.");
  }
  auto content = content_of(**fields, had_lone_surrogate, most_units);
  if (!content) return base::fail(content.error());
  const auto tier = tier_of(**fields);
  if (!tier) return base::fail(tier.error());
  auto id = uuid_of(**fields, "id");
  if (!id) return base::fail(id.error());
  auto conversation = uuid_of(**fields, "conversation_id");
  if (!conversation) return base::fail(conversation.error());
  return Message{std::move(*content), *tier, std::move(*id), std::move(*conversation)};
}

std::optional<std::string> message_id(const boost::json::array& args) {
  const auto fields = object_of(args, kExample);
  if (!fields) return std::nullopt;
  auto id = uuid_of(**fields, "id");
  return id ? std::move(*id) : std::nullopt;
}

base::Result<std::string> parse_stop(const boost::json::array& args) {
  const auto fields = object_of(args, R"({"answer_id":"…"})");
  if (!fields) return base::fail(fields.error());
  return answer_id_of(**fields);
}

base::Result<Position> parse_resume(const boost::json::array& args) {
  const auto fields = object_of(args, R"({"answer_id":"…","offset":0})");
  if (!fields) return base::fail(fields.error());
  auto id = answer_id_of(**fields);
  if (!id) return base::fail(id.error());
  Position position{std::move(*id), 0};
  const boost::json::value* offset = (*fields)->if_contains("offset");
  if (offset == nullptr) return position;
  boost::system::error_code not_a_count;
  position.offset = offset->to_number<std::size_t>(not_a_count);
  if (not_a_count) {
    return base::fail(
        kInvalidMessage,
        "\"offset\" must be a whole number from 0: how many UTF-16 units of the answer you have.");
  }
  return position;
}

}  // namespace chat
