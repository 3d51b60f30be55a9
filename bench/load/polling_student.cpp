#include "polling_student.h"

#include <algorithm>

namespace bench {
namespace {

constexpr std::string_view kPath = "/socket.io/?EIO=4&transport=polling";
constexpr char kSeparator = '\x1e';

}  // namespace

PollingStudent::PollingStudent(Tally& tally, StudentListener& listener, std::string cookie, Reactor& reactor,
                               std::uint16_t port)
    : SocketIoStudent(tally, listener, std::move(cookie)),
      headers_(" HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\nCookie: " + this->cookie() +
               "\r\n"),
      path_(kPath),
      polls_(reactor, port, *this),
      posts_(reactor, port, *this) {}

void PollingStudent::connect() {
  path_ = kPath;
  outbox_.clear();
  open_ = true;
  poll();
}

void PollingStudent::close() {
  open_ = false;
  polls_.close();
  posts_.close();
}

void PollingStudent::poll() {
  body_.clear();
  polls_.request("GET " + path_ + headers_ + "\r\n");
}

void PollingStudent::post() {
  posts_.request("POST " + path_ + headers_ + "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " +
                 std::to_string(outbox_.size()) + "\r\n\r\n" + outbox_);
  outbox_.clear();
}

void PollingStudent::send_packet(std::string_view packet) {
  if (!outbox_.empty()) outbox_.push_back(kSeparator);
  outbox_.append(packet);
  if (!posts_.busy()) post();
}

void PollingStudent::on_handshake(std::string_view json) {
  constexpr std::string_view kId = "\"sid\":\"";
  const std::size_t at = json.find(kId);
  if (at == std::string_view::npos) return;  // what is sent next will be refused
  const std::string_view id = json.substr(at + kId.size());
  path_.append("&sid=").append(id.substr(0, id.find('"')));
}

void PollingStudent::on_body(HttpConnection& connection, std::string_view piece, std::uint64_t now) {
  if (&connection != &polls_) return;
  body_.append(piece);
  arrival_ = now;
}

void PollingStudent::on_response(HttpConnection& connection, int status) {
  constexpr int kOk = 200;
  if (status != kOk) {
    lost("http_status", std::to_string(status) + " " + body_);
  } else if (&connection == &posts_) {
    if (!outbox_.empty()) post();
  } else {
    read_packets();
  }
}

void PollingStudent::read_packets() {
  packets_.swap(body_);
  const bool handshake = path_.size() == kPath.size();
  // The next poll is under way while the packets of this one are read, as a browser has it.
  if (!handshake) poll();
  std::string_view rest = packets_;
  while (open_ && !rest.empty()) {
    const std::size_t end = std::min(rest.find(kSeparator), rest.size());
    on_packet(rest.substr(0, end), arrival_);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (open_ && handshake) poll();
}

void PollingStudent::on_broken(HttpConnection&, std::string_view why) {
  lost("connection_lost", why);
}

}  // namespace bench
