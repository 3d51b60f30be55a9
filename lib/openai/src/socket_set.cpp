#include "socket_set.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/epoll.h>

namespace openai {
namespace {

int open_epoll() {
  const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return descriptor;
}

}  // namespace

SocketSet::SocketSet(const runtime::Executor& executor, Observer& observer)
    : observer_(&observer), set_(executor, open_epoll()), pause_timer_(executor) {}

void SocketSet::watch(int socket, std::uint32_t events, void* tag) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = tag;
  const int set = set_.native_handle();
  if (::epoll_ctl(set, EPOLL_CTL_MOD, socket, &event) != 0) ::epoll_ctl(set, EPOLL_CTL_ADD, socket, &event);
}

void SocketSet::forget(int socket) {
  ::epoll_ctl(set_.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
}

void SocketSet::set_idle(bool idle) {
  idle_ = idle;
  if (idle) {
    set_.cancel();
    pause_timer_.cancel();
  } else {
    wait();
  }
}

void SocketSet::close() {
  observer_ = nullptr;
  set_.cancel();
  pause_timer_.cancel();
}

void SocketSet::wait() {
  if (waiting_ || idle_ || observer_ == nullptr) return;
  waiting_ = true;
  set_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                  [self = shared_from_this()](boost::system::error_code cancelled) {
                    self->waiting_ = false;
                    if (cancelled) return self->wait();
                    self->serve();
                    self->wait_after_pause();
                  });
}

void SocketSet::wait_after_pause() {
  const base::SteadyTime next_look = last_look_ + pause_;
  if (next_look <= base::SteadyTime::clock::now()) return wait();
  if (waiting_ || idle_ || observer_ == nullptr) return;
  waiting_ = true;
  pause_timer_.expires_at(next_look);
  pause_timer_.async_wait([self = shared_from_this()](boost::system::error_code) {
    self->waiting_ = false;
    self->wait();
  });
}

void SocketSet::serve() {
  if (pause_.count() > 0) last_look_ = base::SteadyTime::clock::now();
  // Enough for one look; what is left is seen at the next, after the loop's other work has had its turn.
  std::array<epoll_event, 64> events;
  const int ready = ::epoll_wait(set_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < ready && observer_ != nullptr; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    observer_->socket_ready(event.data.ptr, event.events);
  }
  if (observer_ != nullptr) observer_->all_served();
}

}  // namespace openai
