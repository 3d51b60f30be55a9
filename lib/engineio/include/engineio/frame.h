// A packet that is ready to leave on any transport.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <net/shared_bytes.h>

namespace engineio {

// A value. Text holds the packet as it stands on a WebSocket, type character first ("4hello"); binary holds
// the bare bytes of a message. The bytes belong to the frame until `share`, from when on copies cost nothing:
// a broadcast is encoded once.
class Frame {
 public:
  [[nodiscard]] static Frame text(std::string packet) { return Frame(std::move(packet), false); }
  [[nodiscard]] static Frame binary(std::string bytes) { return Frame(std::move(bytes), true); }

  [[nodiscard]] bool is_binary() const { return binary_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_.view(); }
  [[nodiscard]] std::size_t size() const { return bytes().size(); }

  // Later copies refer to the same bytes.
  void share() { bytes_.share(); }
  // For a transport to keep while it writes; shared, if the frame was.
  [[nodiscard]] net::SharedBytes payload() && { return std::move(bytes_); }

 private:
  Frame(std::string bytes, bool binary) : bytes_(std::move(bytes)), binary_(binary) {}

  net::SharedBytes bytes_;
  bool binary_;
};

}  // namespace engineio
