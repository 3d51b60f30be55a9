// Whether an answer came whole and in order, and how long each of its tokens took.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include <token/token.h>

#include "histogram.h"

namespace bench {

// What is wrong with an answer; the first thing that is found.
enum class Fault {
  kNone,
  kLost,       // a token is missing, or comes later
  kRepeated,   // a token that was there before
  kMalformed,  // no token: letters are missing or others
  kOffset,     // the event says that it begins elsewhere
  kLength,     // the end says that the answer is longer or shorter
  kCut,        // it ended within a token
  kShort,      // it ended before the last token
  kLong,       // there were more tokens than ordered
};
[[nodiscard]] const char* name(Fault fault);

// Owned by one student; begun anew for each answer.
class AnswerCheck {
 public:
  void begin(std::uint64_t tokens);
  // Text that came at `now` (microseconds); any number of tokens, perhaps cut anywhere. Records the ages of
  // those that it completes. Returns how many those were.
  std::uint64_t text(std::string_view content, std::uint64_t now, Histogram& ages);
  // Where the event that carries the following text says that it begins.
  void offset(std::uint64_t offset);
  // `length`: what the end says, if it does.
  void end(std::optional<std::uint64_t> length);

  [[nodiscard]] Fault fault() const { return fault_; }
  [[nodiscard]] std::uint64_t received() const { return received_; }  // characters

 private:
  void token(const char* at, std::uint64_t now, Histogram& ages);
  void found(Fault fault) {
    if (fault_ == Fault::kNone) fault_ = fault;
  }

  std::uint64_t tokens_ = 0;
  std::uint64_t next_ = 0;
  std::uint64_t received_ = 0;
  std::array<char, kTokenSize> part_{};  // the beginning of a token whose end has not come yet
  std::uint8_t part_size_ = 0;
  Fault fault_ = Fault::kNone;
};

}  // namespace bench
