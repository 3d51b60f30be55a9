// A packet that is ready to leave on any transport.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace engineio {

// A value. Text holds the packet as it stands on a WebSocket, type character first ("4hello"); binary holds
// the bare bytes of a message. The bytes belong to the frame until `share`, from when on copies cost nothing:
// a broadcast is encoded once.
class Frame {
 public:
  [[nodiscard]] static Frame text(std::string packet) { return Frame(std::move(packet), false); }
  [[nodiscard]] static Frame binary(std::string bytes) { return Frame(std::move(bytes), true); }

  [[nodiscard]] bool is_binary() const { return binary_; }
  [[nodiscard]] std::string_view bytes() const;
  [[nodiscard]] std::size_t size() const { return bytes().size(); }

  // Later copies refer to the same bytes.
  void share();
  // The bytes, moved out when this frame alone owns them.
  [[nodiscard]] std::string take() &&;

 private:
  using Shared = std::shared_ptr<const std::string>;

  Frame(std::string bytes, bool binary) : bytes_(std::move(bytes)), binary_(binary) {}

  std::variant<std::string, Shared> bytes_;
  bool binary_;
};

}  // namespace engineio
