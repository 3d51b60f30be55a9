// A student who speaks Engine.IO 4 and Socket.IO 5, over whichever transport.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "student.h"

namespace bench {

class SocketIoStudent : public Student {
 public:
  // `cookie`: of a session that is logged in, as it stands in a Cookie header.
  SocketIoStudent(Tally& tally, StudentListener& listener, std::string cookie)
      : Student(tally, listener), cookie_(std::move(cookie)) {}

 protected:
  // Sends one Engine.IO packet.
  virtual void send_packet(std::string_view packet) = 0;
  // The handshake; for transports that need its session's id.
  virtual void on_handshake(std::string_view json) = 0;

  void on_packet(std::string_view packet, std::uint64_t now);
  void send_question(std::string_view content) final;
  [[nodiscard]] const std::string& cookie() const { return cookie_; }

 private:
  void on_event(std::string_view json, std::uint64_t now);

  std::string cookie_;
};

}  // namespace bench
