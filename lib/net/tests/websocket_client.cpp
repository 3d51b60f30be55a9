#include "websocket_client.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <sys/socket.h>
#include <sys/time.h>

namespace net {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

struct WebSocketClient::Beast {
  asio::io_context loop;
  websocket::stream<asio::ip::tcp::socket> stream{loop};
  websocket::response_type response;
};

WebSocketClient::WebSocketClient(std::uint16_t port, bool deflate) : beast_(std::make_unique<Beast>()) {
  socket().connect({asio::ip::address_v4::loopback(), port});
  const timeval limit{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket().native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  socket().set_option(asio::ip::tcp::no_delay(true));
  websocket::permessage_deflate offer;
  offer.client_enable = deflate;
  beast_->stream.set_option(offer);
  beast_->stream.control_callback([this](websocket::frame_type kind, boost::beast::string_view payload) {
    if (kind == websocket::frame_type::pong) pongs.emplace_back(payload);
  });
}

WebSocketClient::~WebSocketClient() = default;

WebSocketClient::ErrorCode WebSocketClient::handshake(const std::string& target) {
  beast_->stream.handshake(beast_->response, "localhost", target, error);
  return error;
}

bool WebSocketClient::has_header(std::string_view name) const {
  return beast_->response.count({name.data(), name.size()}) > 0;
}

std::string WebSocketClient::header(std::string_view name) const {
  return std::string(beast_->response[{name.data(), name.size()}]);
}

void WebSocketClient::send(std::string_view payload, bool binary) {
  beast_->stream.binary(binary);
  beast_->stream.write(asio::buffer(payload), error);
}

void WebSocketClient::send_fragmented(std::string_view payload, std::size_t frame_bytes) {
  while (payload.size() > frame_bytes) {
    send_fragment(payload.substr(0, frame_bytes), false);
    payload.remove_prefix(frame_bytes);
  }
  send_fragment(payload, true);
}

void WebSocketClient::send_fragment(std::string_view payload, bool final) {
  beast_->stream.text(true);
  beast_->stream.write_some(final, asio::buffer(payload), error);
}

void WebSocketClient::ping(std::string_view payload) {
  beast_->stream.ping({payload.data(), payload.size()}, error);
}

void WebSocketClient::send_raw(std::string_view bytes) {
  asio::write(socket(), asio::buffer(bytes), error);
}

std::string WebSocketClient::read() {
  boost::beast::flat_buffer buffer;
  beast_->stream.read(buffer, error);
  return error ? std::string() : boost::beast::buffers_to_string(buffer.data());
}

bool WebSocketClient::got_text() const {
  return beast_->stream.got_text();
}

void WebSocketClient::close() {
  beast_->stream.close(websocket::close_code::normal, error);
}

unsigned WebSocketClient::close_code() const {
  return beast_->stream.reason().code;
}

asio::ip::tcp::socket& WebSocketClient::socket() {
  return beast_->stream.next_layer();
}

}  // namespace net
