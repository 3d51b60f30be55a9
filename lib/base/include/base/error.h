// The one type of failure that functions return: a code that programs compare and a sentence that people
// read.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace base {

// A code is a string literal in snake_case ("low_coins"); each library lists its own codes in its headers.
// It is compared by content and never freed.
class ErrorCode {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is meant to convert.
  consteval ErrorCode(const char* name) : name_(name) {}

  [[nodiscard]] constexpr std::string_view name() const { return name_; }
  friend constexpr bool operator==(ErrorCode a, ErrorCode b) { return a.name_ == b.name_; }

 private:
  std::string_view name_;
};

// `message` says what is wrong and what to do about it. It never holds a secret: it may be logged and shown.
struct Error {
  ErrorCode code;
  std::string message;
};

}  // namespace base
