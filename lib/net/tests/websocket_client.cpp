#include "websocket_client.h"

namespace net {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

WebSocketClient::WebSocketClient(std::uint16_t port, bool deflate) : stream_(loop_) {
  socket().connect({asio::ip::address_v4::loopback(), port});
  const timeval limit{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket().native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  socket().set_option(asio::ip::tcp::no_delay(true));
  websocket::permessage_deflate offer;
  offer.client_enable = deflate;
  stream_.set_option(offer);
}

WebSocketClient::ErrorCode WebSocketClient::handshake(const std::string& target) {
  stream_.handshake(response, "localhost", target, error);
  return error;
}

void WebSocketClient::send(std::string_view payload, bool binary) {
  stream_.binary(binary);
  stream_.write(asio::buffer(payload), error);
}

void WebSocketClient::send_fragmented(std::string_view payload, std::size_t frame_bytes) {
  stream_.text(true);
  while (payload.size() > frame_bytes) {
    stream_.write_some(false, asio::buffer(payload.substr(0, frame_bytes)), error);
    payload.remove_prefix(frame_bytes);
  }
  stream_.write_some(true, asio::buffer(payload), error);
}

std::string WebSocketClient::read() {
  boost::beast::flat_buffer buffer;
  stream_.read(buffer, error);
  return error ? std::string() : boost::beast::buffers_to_string(buffer.data());
}

void WebSocketClient::send_raw(std::string_view bytes) {
  asio::write(socket(), asio::buffer(bytes), error);
}

}  // namespace net
