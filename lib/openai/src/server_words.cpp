#include "server_words.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <base/utf.h>
#include <openai/chat_event.h>
#include <openai/failure.h>
#include <openai/surrogate_joiner.h>

namespace openai {
namespace {

constexpr std::size_t kLongestQuote = 300;  // UTF-16 units
constexpr std::string_view kHidden = "[key]";

void hide(std::string_view secret, std::string& text) {
  if (secret.empty()) return;
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + kHidden.size())) {
    text.replace(at, secret.size(), kHidden);
  }
}

// OpenAI quotes a wrong key as "sk-ab*****wxyz".
void hide_masked_words(std::string& text) {
  constexpr std::string_view kMask = "***";
  for (std::size_t at = text.find(kMask); at != std::string::npos; at = text.find(kMask)) {
    const std::size_t before = text.find_last_of(' ', at);
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find(' ', at), text.size());
    text.replace(start, end - start, kHidden);
  }
}

struct ServersWords {
  std::string message;
  std::string code;
};

// The error object's words, or the body itself where it is short text of another form.
ServersWords words_of(std::string_view body) {
  ChatEventReader reader;
  if (auto event = reader.read(body); event && event->error) {
    return {std::move(*event->error), std::move(event->error_code)};
  }
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || body[first] == '<') return {};  // nothing, or a page for people
  return {std::string(body.substr(first)), {}};
}

std::pair<base::ErrorCode, std::string_view> meaning_of(int status, std::string_view code) {
  switch (status) {
    case 401:
      return {kUnauthorized, "does not accept the API key"};
    case 403:
      return {kUnauthorized, "does not allow this API key to ask"};
    case 404:
      return {kBadRequest, "does not know the model, or the base URL is wrong"};
    case 408:
      return {kTimeout, "gave up waiting for the request"};
    case 429:
      if (code == "insufficient_quota") {
        return {kOutOfCredit, "answers no more for this API key, whose credit is used up: pay it in"};
      }
      return {kRateLimited, "refuses further requests for now"};
    default:
      break;
  }
  if (status >= 500) return {kUnavailable, "cannot answer at the moment"};
  if (status < 400) return {kBadRequest, "answers with a redirect; the base URL has to name the new place"};
  return {kBadRequest, "does not accept the request"};
}

}  // namespace

std::string quotable(std::string_view words, std::string_view secret) {
  std::string text;
  SurrogateJoiner joiner;
  joiner.append(words, text);
  joiner.end(text);
  hide(secret, text);
  std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  hide_masked_words(text);
  while (text.ends_with(' ')) text.pop_back();
  if (const std::size_t kept = base::prefix_of_utf16(text, kLongestQuote); kept < text.size()) {
    text.resize(kept);
    text += " …";
  }
  return text;
}

base::Error http_error(int status, std::string_view body, std::string_view host, std::string_view secret) {
  const ServersWords said = words_of(body);
  const auto [code, meaning] = meaning_of(status, said.code);
  std::string message;
  message.append(host)
      .append(" ")
      .append(meaning)
      .append(" (HTTP ")
      .append(std::to_string(status))
      .append(")");
  const std::string words = quotable(said.message, secret);
  message.append(words.empty() ? "." : ": ").append(words);
  return {code, std::move(message)};
}

}  // namespace openai
