// The template of socket.h.
#pragma once

#include <token/token.h>

#include "socket.h"

namespace bench {

template <class Take>
SocketState Socket::read(Reactor& reactor, Take take) {
  for (;;) {
    std::vector<char>& buffer = reactor.buffer(kept_);
    const std::size_t room = buffer.size() - kept_.size();
    const long size = receive(buffer.data() + kept_.size(), room);
    if (size < 0) return SocketState::kClosed;
    if (size == 0) return SocketState::kOpen;
    const std::string_view bytes(buffer.data(), kept_.size() + static_cast<std::size_t>(size));
    const std::size_t used = take(bytes, now_us());
    if (!is_open()) return SocketState::kOpen;  // by choice
    kept_.assign(bytes.substr(used));
    if (static_cast<std::size_t>(size) < room) return SocketState::kOpen;
  }
}

}  // namespace bench
