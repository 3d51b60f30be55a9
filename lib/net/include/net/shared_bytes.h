// Bytes that one or many hold: a broadcast to many WebSockets is one copy in memory.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace net {

// A value. The bytes belong to it alone until `share`, from when on copies refer to the same bytes; those who
// never share pay for no counter. Copies may be used on different threads.
class SharedBytes {
 public:
  SharedBytes() = default;
  SharedBytes(std::string bytes) : bytes_(std::move(bytes)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] std::string_view view() const {
    if (const auto* shared = std::get_if<Shared>(&bytes_)) return **shared;
    return std::get<std::string>(bytes_);
  }

  void share() {
    if (auto* owned = std::get_if<std::string>(&bytes_)) {
      bytes_ = std::make_shared<const std::string>(std::move(*owned));
    }
  }

 private:
  using Shared = std::shared_ptr<const std::string>;

  std::variant<std::string, Shared> bytes_;
};

}  // namespace net
