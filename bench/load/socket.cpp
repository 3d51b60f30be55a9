#include "socket.h"

#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

// Fewer than the ports that Linux gives out (32768 to 60999).
constexpr std::uint32_t kPerAddress = 28'000;

sockaddr_in loopback(std::uint32_t number, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + number);
  return address;
}

}  // namespace

bool Socket::open(Reactor& reactor, SocketOwner& owner, std::uint16_t port) {
  static std::uint32_t opened = 0;
  close();
  descriptor_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) return false;
  const int yes = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (const std::uint32_t number = opened++ / kPerAddress % 250; number > 0) {
    // The port is chosen when it connects, so that it need only be free towards this server.
    setsockopt(descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    const sockaddr_in own = loopback(number, 0);
    if (bind(descriptor_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) return false;
  }
  const sockaddr_in server = loopback(0, port);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 &&
      errno != EINPROGRESS) {
    return false;
  }
  reactor.watch(descriptor_, owner);
  return true;
}

void Socket::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  unsent_.clear();
  kept_.clear();
}

void Socket::send(std::string_view bytes) {
  if (unsent_.empty()) {
    const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
    // A broken connection is found by the read that follows.
  }
  unsent_.append(bytes);
}

void Socket::send_waiting() {
  if (unsent_.empty() || !is_open()) return;
  const ssize_t size = ::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (size > 0) unsent_.erase(0, static_cast<std::size_t>(size));
}

long Socket::receive(char* at, std::size_t room) {
  const ssize_t size = recv(descriptor_, at, room, 0);
  if (size > 0) return size;
  return size < 0 && (errno == EAGAIN || errno == EINTR || errno == ENOTCONN) ? 0 : -1;
}

}  // namespace bench
