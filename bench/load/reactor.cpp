#include "reactor.h"

#include <array>
#include <cstring>
#include <ctime>

#include <sys/epoll.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr std::size_t kRead = 256 * 1024;
constexpr int kEvents = 1024;

}  // namespace

Reactor::Reactor() : epoll_(epoll_create1(EPOLL_CLOEXEC)), buffer_(kRead) {}

Reactor::~Reactor() {
  close(epoll_);
}

void Reactor::poll(std::uint64_t most_us) {
  std::array<epoll_event, kEvents> events;
  const timespec wait{.tv_sec = static_cast<time_t>(most_us / 1'000'000),
                      .tv_nsec = static_cast<long>(most_us % 1'000'000 * 1000)};
  const int count = epoll_pwait2(epoll_, events.data(), kEvents, &wait, nullptr);
  for (int i = 0; i < count; ++i)
    static_cast<SocketOwner*>(events[static_cast<std::size_t>(i)].data.ptr)->on_ready();
}

void Reactor::watch(int descriptor, SocketOwner& owner) {
  epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = &owner}};
  epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
}

std::vector<char>& Reactor::buffer(std::string_view kept) {
  if (buffer_.size() < kept.size() + kRead / 2) buffer_.resize(kept.size() + kRead);
  std::memcpy(buffer_.data(), kept.data(), kept.size());
  return buffer_;
}

}  // namespace bench
