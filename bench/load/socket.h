// A connection to the server under test, which does not block.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reactor.h"

namespace bench {

enum class SocketState { kOpen, kClosed };

// Owned by a student.
class Socket {
 public:
  Socket() = default;
  ~Socket() { close(); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Connects to 127.0.0.1; what is sent before it is connected waits. False when there is no descriptor or
  // port left. The connections take 127.0.0.1, 127.0.0.2, … as their own addresses, kPerAddress each.
  [[nodiscard]] bool open(Reactor& reactor, SocketOwner& owner, std::uint16_t port);
  void close();
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  void send(std::string_view bytes);
  // To be called when the reactor says that the socket is ready.
  void send_waiting();

  // Reads what has come, behind what take() kept last, and hands it over as one view:
  //   take(bytes, now) -> how many bytes it has used; the others are kept for the next time.
  // Returns kClosed when the peer has closed or the connection is broken; `take` may close the socket.
  template <class Take>
  [[nodiscard]] SocketState read(Reactor& reactor, Take take);

 private:
  // Bytes that came behind `at`; 0 when there are none for now, -1 when there will be none.
  [[nodiscard]] long receive(char* at, std::size_t room);

  int descriptor_ = -1;
  std::string unsent_;
  std::string kept_;
};

}  // namespace bench

#include "socket_read.h"
