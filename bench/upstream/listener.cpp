#include "listener.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr int kBacklog = 4096;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "upstream: cannot listen on %s: %s\n", what.c_str(), std::strerror(errno));
  std::exit(1);
}

int listening(int family, const sockaddr* address, socklen_t size, const std::string& name) {
  const int descriptor = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int yes = 1;
  if (descriptor >= 0) setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (descriptor < 0 || bind(descriptor, address, size) != 0 || listen(descriptor, kBacklog) != 0)
    give_up(name);
  return descriptor;
}

}  // namespace

Listener listen_on_port(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* general = reinterpret_cast<sockaddr*>(&address);
  const int descriptor = listening(AF_INET, general, sizeof address, "port " + std::to_string(port));
  socklen_t size = sizeof address;
  getsockname(descriptor, general, &size);
  return {descriptor, ntohs(address.sin_port)};
}

Listener listen_on_path(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    give_up(path);
  }
  path.copy(address.sun_path, path.size());
  unlink(path.c_str());
  return {listening(AF_UNIX, reinterpret_cast<sockaddr*>(&address), sizeof address, path), 0};
}

}  // namespace bench
