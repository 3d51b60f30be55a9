#include "websocket_link.h"

#include <utility>

#include "live_session.h"

namespace engineio {
namespace {

CloseReason reason_of(base::ErrorCode code) {
  return code == net::kWebSocketClosed ? CloseReason::kTransportClose : CloseReason::kTransportError;
}

net::OutgoingMessage message_of(Frame&& frame) {
  const bool binary = frame.is_binary();
  return {std::move(frame).payload(), binary};
}

}  // namespace

std::shared_ptr<WebSocketLink> WebSocketLink::open(std::unique_ptr<net::WebSocket> socket,
                                                   std::weak_ptr<LiveSession> session,
                                                   WebSocketLinks& links) {
  auto link = std::make_shared<WebSocketLink>(std::move(socket), std::move(session), links);
  links.link_opened();
  link->socket_->start(link);
  return link;
}

bool WebSocketLink::write(std::vector<Frame> frames) {
  if (frames.size() == 1) {
    net::OutgoingMessage message = message_of(std::move(frames.front()));
    return socket_->write({&message, 1});
  }
  std::vector<net::OutgoingMessage> messages;
  messages.reserve(frames.size());
  for (Frame& frame : frames) messages.push_back(message_of(std::move(frame)));
  return socket_->write(messages);
}

void WebSocketLink::on_message(std::string_view payload, bool binary) {
  if (const auto session = session_.lock()) session->link_message(*this, payload, binary);
}

void WebSocketLink::on_written() {
  if (const auto session = session_.lock()) session->link_written(*this);
}

void WebSocketLink::on_end(const base::Error& reason) {
  if (const auto session = session_.lock()) session->link_lost(*this, reason_of(reason.code));
  links_.link_ended();
}

}  // namespace engineio
