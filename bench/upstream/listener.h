// Sockets that listen.
#pragma once

#include <cstdint>
#include <string>

namespace bench {

struct Listener {
  int descriptor = -1;
  std::uint16_t port = 0;
};

// Non-blocking. Both end the program with a sentence on stderr when the address cannot be had.
[[nodiscard]] Listener listen_on_port(std::uint16_t port);  // of 127.0.0.1; 0: a free one
[[nodiscard]] Listener listen_on_path(const std::string& path);

}  // namespace bench
