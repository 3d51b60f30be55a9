#include "open_sockets.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

namespace net {

namespace {

std::chrono::milliseconds sweep_interval(const HttpServerOptions& options) {
  const auto shortest = std::min({options.header_timeout, options.body_timeout, options.first_request_timeout,
                                  options.idle_timeout, options.write_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(1000));
}

}  // namespace

Admission::Admission(std::shared_ptr<OpenSockets> home, std::string address)
    : sockets_(std::move(home)), address_(std::move(address)) {}

Admission::~Admission() {
  if (!sockets_) return;
  if (!home_) {
    sockets_->give_back(address_);
    return;
  }
  sockets_->guest_left();
  // Counted on its own loop.
  const auto home_loop = home_->timer_.get_executor();
  boost::asio::post(home_loop,
                    [home = std::move(home_), address = std::move(address_)] { home->give_back(address); });
}

void Admission::leave() {
  if (home_) {
    sockets_->guest_left();
    sockets_.reset();
  } else {
    home_ = std::move(sockets_);
  }
}

void Admission::enter(std::shared_ptr<OpenSockets> others) {
  sockets_ = std::move(others);
  if (sockets_ == home_) {
    home_.reset();
  } else {
    ++sockets_->guests_;
  }
}

OpenSockets::OpenSockets(const runtime::Executor& executor, const HttpServerOptions& options)
    : max_connections_(options.max_connections),
      max_per_address_(options.max_connections_per_address),
      sweep_interval_(sweep_interval(options)),
      timer_(executor),
      empty_(executor) {}

std::optional<Admission> OpenSockets::admit(std::string address) {
  if (count_ >= max_connections_) {
    ++counts_.refused_connections;
    return std::nullopt;
  }
  std::size_t& of_address = by_address_[address];
  if (of_address >= max_per_address_) {
    ++counts_.refused_per_address;
    return std::nullopt;
  }
  ++counts_.accepted;
  ++of_address;
  ++count_;
  return Admission(shared_from_this(), std::move(address));
}

void OpenSockets::add(OpenSocket& socket) {
  list_.push_back(socket);
  if (!sweeping_) sweep_later();
}

template <class Visit>
void OpenSockets::for_each(Visit visit) {
  // One that is aborted may leave the list inside the call: step on before.
  for (auto next = list_.begin(); next != list_.end();) visit(*next++);
}

void OpenSockets::close_idle() {
  for_each([](OpenSocket& socket) { socket.close_if_idle(); });
}

void OpenSockets::abort_all() {
  for_each([](OpenSocket& socket) { socket.abort_socket(); });
}

runtime::Task<> OpenSockets::wait_until_empty() {
  while (count_ + guests_ > 0) co_await empty_.wait();
}

void OpenSockets::give_back(const std::string& address) {
  const auto of_address = by_address_.find(address);
  if (--of_address->second == 0) by_address_.erase(of_address);
  --count_;
  one_left();
}

void OpenSockets::guest_left() {
  --guests_;
  one_left();
}

void OpenSockets::one_left() {
  if (count_ + guests_ > 0) return;
  timer_.cancel();
  empty_.notify();
}

void OpenSockets::sweep_later() {
  sweeping_ = true;
  timer_.expires_after(sweep_interval_);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code&) {
    if (const auto self = weak.lock()) self->sweep();
  });
}

void OpenSockets::sweep() {
  sweeping_ = false;
  if (list_.empty()) return;
  const base::SteadyTime now = std::chrono::steady_clock::now();
  for_each([now](OpenSocket& socket) {
    if (socket.deadline_ > now) return;
    socket.clear_deadline();
    socket.on_deadline();
  });
  sweep_later();
}

}  // namespace net
