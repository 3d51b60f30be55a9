#include "answer_check.h"

#include <algorithm>
#include <cstring>

namespace bench {

const char* name(Fault fault) {
  switch (fault) {
    case Fault::kNone:
      return "none";
    case Fault::kLost:
      return "token_lost";
    case Fault::kRepeated:
      return "token_repeated";
    case Fault::kMalformed:
      return "token_malformed";
    case Fault::kOffset:
      return "wrong_offset";
    case Fault::kLength:
      return "wrong_length";
    case Fault::kCut:
      return "token_cut";
    case Fault::kShort:
      return "answer_short";
    case Fault::kLong:
      return "answer_long";
  }
  return "unknown";
}

void AnswerCheck::begin(std::uint64_t tokens) {
  *this = AnswerCheck();
  tokens_ = tokens;
}

void AnswerCheck::offset(std::uint64_t offset) {
  if (offset != received_) found(Fault::kOffset);
}

std::uint64_t AnswerCheck::text(std::string_view content, std::uint64_t now, Histogram& ages) {
  received_ += content.size();
  std::uint64_t count = 0;
  if (part_size_ > 0) {
    const std::size_t more = std::min(kTokenSize - part_size_, content.size());
    std::memcpy(part_.data() + part_size_, content.data(), more);
    part_size_ += static_cast<std::uint8_t>(more);
    content.remove_prefix(more);
    if (part_size_ < kTokenSize) return 0;
    token(part_.data(), now, ages);
    part_size_ = 0;
    count = 1;
  }
  for (; content.size() >= kTokenSize; content.remove_prefix(kTokenSize), ++count) {
    token(content.data(), now, ages);
  }
  std::memcpy(part_.data(), content.data(), content.size());
  part_size_ = static_cast<std::uint8_t>(content.size());
  return count;
}

void AnswerCheck::token(const char* at, std::uint64_t now, Histogram& ages) {
  const std::optional<Token> token = read_token(at);
  if (!token) {
    found(Fault::kMalformed);
    return;
  }
  ages.record(age_us(*token, now));
  const std::uint64_t expected = next_ % kSequenceModulus;
  if (token->sequence != expected) {
    // Modulo: what lies less than half the circle ahead was jumped to.
    const bool ahead = (token->sequence - expected) % kSequenceModulus < kSequenceModulus / 2;
    found(ahead ? Fault::kLost : Fault::kRepeated);
  }
  ++next_;
  if (next_ > tokens_) found(Fault::kLong);
}

void AnswerCheck::end(std::optional<std::uint64_t> length) {
  if (part_size_ > 0) found(Fault::kCut);
  if (next_ < tokens_) found(Fault::kShort);
  if (length && *length != received_) found(Fault::kLength);
}

}  // namespace bench
