#include <string_view>

#include <base/utf.h>
#include <openai/chat_request.h>
#include <openai/surrogate_joiner.h>

namespace openai {
namespace {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::kSystem:
      return "system";
    case Role::kUser:
      return "user";
    case Role::kAssistant:
      return "assistant";
  }
  return "user";
}

void append_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text, copied, at - copied);
    copied = at + 1;
    if (byte == '\n') {
      out.append("\\n");
    } else if (byte < 0x20) {
      out.append("\\u00");
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    } else {
      out.push_back('\\');
      out.push_back(text[at]);
    }
  }
  out.append(text, copied);
}

void append_string(std::string_view text, std::string& out) {
  out.push_back('"');
  if (base::is_utf8(text)) {
    append_escaped(text, out);
  } else {
    std::string repaired;
    SurrogateJoiner joiner;
    joiner.append(text, repaired);
    joiner.end(repaired);
    append_escaped(repaired, out);
  }
  out.push_back('"');
}

void append_messages(const std::vector<Message>& messages, std::string& out) {
  out.append(R"("messages":[)");
  bool first = true;
  for (const Message& message : messages) {
    if (!first) out.push_back(',');
    first = false;
    out.append(R"({"role":")").append(name_of(message.role)).append(R"(","content":)");
    append_string(message.content, out);
    out.push_back('}');
  }
  out.push_back(']');
}

}  // namespace

std::string chat_request_body(const ChatRequest& request) {
  std::size_t text_bytes = 0;
  for (const Message& message : request.messages) text_bytes += message.content.size() + 40;
  std::string out;
  out.reserve(text_bytes + text_bytes / 8 + 256);

  out.append(R"({"model":)");
  append_string(request.model, out);
  out.push_back(',');
  append_messages(request.messages, out);
  out.append(R"(,"stream":true)");
  if (request.include_usage) out.append(R"(,"stream_options":{"include_usage":true})");
  if (request.max_output_tokens) {
    out.append(request.output_limit_field == OutputLimitField::kMaxTokens ? R"(,"max_tokens":)"
                                                                          : R"(,"max_completion_tokens":)");
    out.append(std::to_string(*request.max_output_tokens));
  }
  if (!request.user.empty()) {
    out.append(R"(,"user":)");
    append_string(request.user, out);
  }
  out.push_back('}');
  return out;
}

}  // namespace openai
