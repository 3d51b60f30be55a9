#include "event.h"

#include <cstring>
#include <limits>

namespace bench {
namespace {

// Goes over JSON from left to right; every function returns false when something else stands there.
class Scan {
 public:
  explicit Scan(std::string_view json) : at_(json.data()), end_(json.data() + json.size()) {}

  bool take(char letter) {
    skip_space();
    if (peek() != letter) return false;
    ++at_;
    return true;
  }

  bool string(std::string_view& value) {
    if (!take('"')) return false;
    const char* const begin = at_;
    while (at_ < end_) {
      at_ = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
      if (at_ == nullptr) return false;
      const char* escape = at_;
      while (escape > begin && escape[-1] == '\\') --escape;
      const char* const quote = at_++;
      if ((quote - escape) % 2 == 0) {
        value = {begin, static_cast<std::size_t>(quote - begin)};
        return true;
      }
    }
    return false;
  }

  // A string's inside; a number, true, false or null as it stands; objects and arrays whole.
  bool value(std::string_view& value) {
    skip_space();
    if (peek() == '"') return string(value);
    const char* const begin = at_;
    int depth = 0;
    while (at_ < end_) {
      const char letter = *at_;
      if (letter == '"') {
        std::string_view ignored;
        if (!string(ignored)) return false;
        continue;
      }
      if (depth == 0 && (letter == ',' || letter == '}' || letter == ']')) break;
      if (letter == '{' || letter == '[') ++depth;
      if (letter == '}' || letter == ']') --depth;
      ++at_;
    }
    value = {begin, static_cast<std::size_t>(at_ - begin)};
    value = value.substr(0, value.find_last_not_of(" \n") + 1);
    return at_ < end_ && !value.empty();
  }

 private:
  [[nodiscard]] char peek() const { return at_ < end_ ? *at_ : '\0'; }
  void skip_space() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n')) ++at_;
  }

  const char* at_;
  const char* end_;
};

// What is no whole number becomes one that nothing can equal.
std::uint64_t number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::numeric_limits<std::uint64_t>::max();
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

}  // namespace

std::optional<Event> read_event(std::string_view json) {
  Event event;
  Scan scan(json);
  if (!scan.take('[') || !scan.string(event.name)) return std::nullopt;
  if (!scan.take(',') || !scan.take('{')) return event;  // no object: nothing that is measured
  if (scan.take('}')) return event;
  do {
    std::string_view key;
    std::string_view value;
    if (!scan.string(key) || !scan.take(':')) return std::nullopt;
    if (!scan.value(value)) return std::nullopt;
    if (key == "content") {
      event.content = value;
    } else if (key == "offset") {
      event.offset = number(value);
    } else if (key == "length") {
      event.length = number(value);
    } else if (key == "code") {
      event.code = value;
    } else if (key == "message") {
      event.message = value;
    }
  } while (scan.take(','));
  if (!scan.take('}')) return std::nullopt;
  return event;
}

}  // namespace bench
