#include "websocket_link.h"

#include <utility>

#include "live_session.h"

namespace engineio {
namespace {

CloseReason reason_of(base::ErrorCode code) {
  return code == net::kWebSocketClosed ? CloseReason::kTransportClose : CloseReason::kTransportError;
}

}  // namespace

void WebSocketLink::write(std::vector<Frame> frames) {
  std::vector<net::OutgoingMessage> messages;
  messages.reserve(frames.size());
  for (Frame& frame : frames) {
    const bool binary = frame.is_binary();
    messages.push_back({std::move(frame).payload(), binary});
  }
  socket_->write(std::move(messages), [self = shared_from_this()](const base::Result<>& written) {
    const auto session = self->session_.lock();
    if (!session) return;
    if (written) {
      session->link_written(*self);
    } else {
      session->link_lost(*self, reason_of(written.error().code));
    }
  });
}

runtime::Task<> WebSocketLink::read_all(std::shared_ptr<WebSocketLink> link) {
  while (true) {
    const base::Result<net::WebSocketMessage> message = co_await link->socket_->read();
    // Not kept while the next message is awaited: a session ends when its server forgets it.
    const auto session = link->session_.lock();
    if (!message) {
      if (session) session->link_lost(*link, reason_of(message.error().code));
      co_return;
    }
    if (session) session->link_message(*link, *message);
  }
}

}  // namespace engineio
