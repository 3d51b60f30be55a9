#include "plain_connection.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "event_scanner.h"
#include "plain_transport.h"

namespace openai {
namespace {

constexpr std::uint8_t kReadsBetweenReminders = 16;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

std::string words_of(int error) {
  return std::generic_category().message(error);
}

}  // namespace

PlainConnection::PlainConnection(int socket) : socket_(socket), reader_(*this) {}

PlainConnection::~PlainConnection() {
  ::close(socket_);
}

// An answer comes as many small segments, and this side says nothing while it does. The kernel then
// acknowledges each of them by a packet of its own as soon as it is read, which costs as much as the reading;
// told so, every second one (tcp(7), TCP_QUICKACK). It falls back to the former after a pause, so it is told
// again now and then.
void PlainConnection::acknowledge_less() const {
  const int off = 0;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof(off));
}

bool PlainConnection::is_open() const {
  char byte = 0;
  const auto size = ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return size < 0 && would_block(errno);
}

void PlainConnection::send(PlainCarriage& carriage, std::string request) {
  carriage_ = &carriage;
  transfer_ = &carriage.transfer;
  request_ = std::move(request);
  sent_ = 0;
  heard_ = false;
  done_ = false;
  whole_ = false;
  reader_.begin();
  write();
}

void PlainConnection::write() {
  while (wants_to_write()) {
    const auto sent = ::send(socket_, request_.data() + sent_, request_.size() - sent_, MSG_NOSIGNAL);
    if (sent < 0 && would_block(errno)) return;
    // What the server has said before it closed is still to be read, such as that the request is too long.
    if (sent < 0) break;
    sent_ += static_cast<std::size_t>(sent);
  }
  whole_ = !wants_to_write();
  std::string().swap(request_);  // with its memory
  sent_ = 0;
}

Received PlainConnection::receive(std::span<char> buffer) {
  if (reads_++ % kReadsBetweenReminders == 0) acknowledge_less();
  const auto size = ::recv(socket_, buffer.data(), buffer.size(), 0);
  // Which `take` needs next, after the turns of other connections.
  reader_.prefetch();
  if (transfer_ != nullptr) transfer_->prefetch();
  if (size < 0) return {.error = errno};
  return {.bytes = {buffer.data(), static_cast<std::size_t>(size)}};
}

PlainConnection::Step PlainConnection::take(const Received& received) {
  if (would_block(received.error)) return Step::kGoesOn;
  const bool closed = received.error == 0 && received.bytes.empty();
  if (!heard_ && (closed || received.error != 0)) return Step::kUnanswered;
  if (received.error != 0) return broken(words_of(received.error));
  if (!heard_) transfer_->request_was_heard();
  heard_ = true;
  EventForm form(received.bytes);
  form_ = &form;
  const ResponseReader::Step step = closed ? reader_.end_of_stream() : reader_.read(received.bytes);
  switch (step) {
    case ResponseReader::Step::kNeedMore:
      return Step::kGoesOn;
    case ResponseReader::Step::kDone:
      done_ = !closed;
      return Step::kDone;
    case ResponseReader::Step::kStopped:
      return broken("the rest was not wanted");
    case ResponseReader::Step::kBroken:
      return broken(reader_.words());
  }
  std::unreachable();
}

bool PlainConnection::body(std::string_view bytes) {
  return transfer_->received(reader_.status(), bytes, *form_);
}

bool PlainConnection::end_exchange() {
  carriage_ = nullptr;
  transfer_ = nullptr;
  used_ = true;
  return done_ && whole_ && reader_.keep_alive();
}

PlainConnection::Step PlainConnection::broken(std::string words) {
  words_ = std::move(words);
  return Step::kBroken;
}

}  // namespace openai
