// The request body of a streamed Chat Completion (POST /chat/completions).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace openai {

enum class Role : std::uint8_t { kSystem, kUser, kAssistant };

struct Message {
  Role role = Role::kUser;
  std::string content = {};
};

// The field that limits the answer's length. OpenAI has replaced `max_tokens`; many compatible servers know
// nothing else.
enum class OutputLimitField : std::uint8_t { kMaxCompletionTokens, kMaxTokens };

struct ChatRequest {
  std::string model = {};
  std::vector<Message> messages = {};
  // In tokens; nullopt: as long as the model likes.
  std::optional<std::uint32_t> max_output_tokens = {};
  OutputLimitField output_limit_field = OutputLimitField::kMaxCompletionTokens;
  // Asks for token counts at the end (stream_options.include_usage); some servers refuse the field.
  bool include_usage = true;
  // An opaque name of the end user, for the provider's abuse checks; empty: not sent.
  std::string user = {};
};

// Always valid JSON in well-formed UTF-8: what is malformed in a text is replaced by U+FFFD.
[[nodiscard]] std::string chat_request_body(const ChatRequest& request);

}  // namespace openai
