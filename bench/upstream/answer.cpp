#include "answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <ctime>

#include <token/token.h>

namespace bench {
namespace {

constexpr std::string_view kHeader =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/event-stream; charset=utf-8\r\n"
    "Transfer-Encoding: chunked\r\n"
    "Connection: keep-alive\r\n"
    "openai-processing-ms: 212\r\n"
    "openai-version: 2020-10-01\r\n"
    "\r\n";

// One event as one chunk of the body, as the API sends it.
std::string chunk(std::string_view data) {
  std::string event = "data: ";
  event.append(data).append("\n\n");
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.begin(), size.end(), event.size(), 16).ptr;
  return std::string(size.begin(), end) + "\r\n" + event + "\r\n";
}

class Events {
 public:
  explicit Events(std::string_view id) {
    common_.append(R"({"id":"chatcmpl-)").append(id);
    common_.append(R"(","object":"chat.completion.chunk","created":)")
        .append(std::to_string(std::time(nullptr)));
    common_.append(
        R"(,"model":"gpt-4o-2024-08-06","service_tier":"default","system_fingerprint":"fp_a788c5aef0",)");
  }

  [[nodiscard]] std::string choice(std::string_view delta, std::string_view finish_reason,
                                   std::string_view obfuscation) const {
    std::string json = common_ + R"("choices":[{"index":0,"delta":)";
    json.append(delta).append(R"(,"logprobs":null,"finish_reason":)").append(finish_reason);
    json.append(R"(}],"usage":null,"obfuscation":")").append(obfuscation).append("\"}");
    return chunk(json);
  }

  [[nodiscard]] std::string usage(std::uint64_t tokens) const {
    constexpr int kPromptTokens = 420;
    const std::string completion = std::to_string(tokens);
    const std::string total = std::to_string(tokens + kPromptTokens);
    return chunk(
        common_ + R"("choices":[],"usage":{"prompt_tokens":)" + std::to_string(kPromptTokens) +
        R"(,"completion_tokens":)" + completion + R"(,"total_tokens":)" + total +
        R"(,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":)"
        R"({"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,)"
        R"("rejected_prediction_tokens":0}},"obfuscation":"wP1zQ"})");
  }

 private:
  std::string common_;
};

constexpr std::string_view kPlaceholder = "##########";
static_assert(kPlaceholder.size() == kTokenSize);

// What pads an event, which is another string in each.
constexpr std::string_view kLetters = "kcNRSwZGsTBfQyPvLxJmHaWgDqUoEnKtViCzXbRpYlMeFdAhOjIurTq4GvYbWm2L";
constexpr std::size_t kPaddingSize = 12;
constexpr std::size_t kPaddings = kLetters.size() - kPaddingSize + 1;

}  // namespace

Answer::Answer(const Order& order, std::string_view id, std::uint64_t now) : order_(order), start_us_(now) {
  const Events events(id);
  head_.append(kHeader);
  head_.append(events.choice(R"({"role":"assistant","content":"","refusal":null})", "null", "rTq4GvYbWm2LQ"));
  event_ = events.choice(R"({"content":")" + std::string(kPlaceholder) + R"("})", "null",
                         kLetters.substr(0, kPaddingSize));
  content_at_ = event_.find(kPlaceholder);
  padding_at_ = event_.rfind(kLetters.substr(0, kPaddingSize));
  tail_ = events.choice("{}", "\"stop\"", "v9Zd0b1Xh");
  if (order.include_usage) tail_.append(events.usage(order.tokens));
  tail_.append(chunk("[DONE]")).append("0\r\n\r\n");
}

std::uint64_t Answer::due(std::uint64_t now) const {
  if (!paced()) return order_.tokens;
  return now < start_us_ ? 0 : std::min(order_.tokens, (now - start_us_) / order_.interval_us + 1);
}

void Answer::write_token_event(char* at, std::uint64_t token, std::uint64_t time) const {
  std::memcpy(at, event_.data(), event_.size());
  write_token(at + content_at_, {token, time});
  std::memcpy(at + padding_at_, kLetters.data() + token % kPaddings, kPaddingSize);
}

std::size_t Answer::render(std::span<char> room, std::uint64_t due, std::uint64_t now, bool late) {
  rendered_us_ = now;
  rendered_late_ = late;
  std::size_t used = 0;
  std::size_t skipped = part_sent_;  // of the first part
  const auto put = [&](const std::string& part) {
    std::memcpy(room.data() + used, part.data() + skipped, part.size() - skipped);
    used += part.size() - skipped;
    skipped = 0;
  };
  if (stage_ == Stage::kHead) put(head_);
  std::uint64_t token = next_;
  if (stage_ <= Stage::kTokens) {
    if (skipped > 0) {
      std::string first = event_;
      write_token_event(first.data(), token++, part_us_);
      put(first);
    }
    for (; token < due && used + event_.size() <= room.size(); ++token, used += event_.size()) {
      write_token_event(room.data() + used, token, late ? start_us_ + token * order_.interval_us : now);
    }
  }
  if (token == order_.tokens && used + tail_.size() <= room.size()) put(tail_);
  return used;
}

void Answer::sent(std::size_t size) {
  if (stage_ == Stage::kHead) {
    const std::size_t left = head_.size() - part_sent_;
    if (size < left) {
      part_sent_ += size;
      return;
    }
    size -= left;
    part_sent_ = 0;
    stage_ = Stage::kTokens;
  }
  if (stage_ == Stage::kTokens) {
    const std::size_t bytes = part_sent_ + size;
    const std::uint64_t whole = std::min<std::uint64_t>(bytes / event_.size(), order_.tokens - next_);
    const std::size_t rest = bytes - whole * event_.size();
    const bool goes_on = whole == 0 && part_sent_ > 0;
    next_ += whole;
    if (next_ < order_.tokens) {
      if (!goes_on) part_us_ = rendered_late_ ? next_due_us() : rendered_us_;
      part_sent_ = rest;
      return;
    }
    size = rest;
    part_sent_ = 0;
    stage_ = Stage::kTail;
  }
  part_sent_ += size;
  if (part_sent_ == tail_.size()) stage_ = Stage::kComplete;
}

}  // namespace bench
