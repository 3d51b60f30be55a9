// One streamed completion, in the bytes that OpenAI's API sends: rendered from a template into whose copies
// only the sequence, the time and the padding are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "request.h"

namespace bench {

// Owned by one connection; holds no token that was rendered, only how far it is.
class Answer {
 public:
  // `id` is 29 characters that no other answer has. `now` (microseconds) is when the first token is due.
  Answer(const Order& order, std::string_view id, std::uint64_t now);

  // How many tokens should have been sent by `now`.
  [[nodiscard]] std::uint64_t due(std::uint64_t now) const;
  // When the next one is due that is neither sent nor due by then; only of an answer with an interval.
  [[nodiscard]] std::uint64_t next_due_us() const { return start_us_ + next_ * order_.interval_us; }
  [[nodiscard]] bool paced() const { return order_.interval_us > 0; }
  [[nodiscard]] bool complete() const { return stage_ == Stage::kComplete; }

  // Writes what comes next, up to the token number `due`, into `room` as far as it fits (a few kilobytes at
  // least), and returns its size. The tokens say `now`; if the reader had not taken earlier ones (`late`),
  // they say when they were due, so that its slowness is not hidden.
  [[nodiscard]] std::size_t render(std::span<char> room, std::uint64_t due, std::uint64_t now, bool late);
  // The first `size` bytes of what was rendered last have been sent.
  void sent(std::size_t size);

 private:
  enum class Stage { kHead, kTokens, kTail, kComplete };

  void write_token_event(char* at, std::uint64_t token, std::uint64_t time) const;

  Order order_;
  std::uint64_t start_us_;
  std::string head_;   // the HTTP header and the event that names the role
  std::string event_;  // a token's event
  std::size_t content_at_;
  std::size_t padding_at_;
  std::string tail_;  // the last events and the end of the body

  Stage stage_ = Stage::kHead;
  std::uint64_t next_ = 0;     // the token that is sent next
  std::size_t part_sent_ = 0;  // bytes of the head, the token or the tail that are sent already
  std::uint64_t part_us_ = 0;  // what the token that is sent in part says
  std::uint64_t rendered_us_ = 0;
  bool rendered_late_ = false;
};

}  // namespace bench
