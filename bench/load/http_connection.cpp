#include "http_connection.h"

#include <cerrno>
#include <cstring>

namespace bench {

void HttpConnection::request(std::string request) {
  request_ = std::move(request);
  busy_ = true;
  if (socket_.is_open()) {
    used_before_ = true;
    socket_.send(request_);
  } else {
    connect_and_send();
  }
}

void HttpConnection::connect_and_send() {
  used_before_ = false;
  reader_ = HttpResponseReader();
  if (socket_.open(reactor_, *this, port_)) {
    socket_.send(request_);
  } else {
    broken(std::strerror(errno));
  }
}

void HttpConnection::close() {
  socket_.close();
  busy_ = false;
}

void HttpConnection::on_ready() {
  if (!socket_.is_open()) return;
  socket_.send_waiting();
  const SocketState state =
      socket_.read(reactor_, [this](std::string_view bytes, std::uint64_t now) { return take(bytes, now); });
  if (state == SocketState::kOpen) return;
  if (!busy_) {
    socket_.close();
  } else if (used_before_ && reader_.between_responses()) {
    connect_and_send();
  } else {
    broken("the server closed the connection");
  }
}

std::size_t HttpConnection::take(std::string_view bytes, std::uint64_t now) {
  std::string_view rest = bytes;
  std::string_view piece;
  while (socket_.is_open()) {
    switch (reader_.next(rest, piece)) {
      case HttpPart::kIncomplete:
        return bytes.size() - rest.size();
      case HttpPart::kBody:
        listener_.on_body(*this, piece, now);
        break;
      case HttpPart::kEnd:
        busy_ = false;
        listener_.on_response(*this, reader_.status());
        break;
      case HttpPart::kInvalid:
        broken("the response is not HTTP/1.1");
        break;
    }
  }
  return bytes.size();
}

void HttpConnection::broken(std::string_view why) {
  close();
  listener_.on_broken(*this, why);
}

}  // namespace bench
