#include "server.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <random>
#include <string>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <token/token.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kEvents = 1024;
constexpr std::uint64_t kForeverUs = 900'000;  // under a second, which a timespec's nanoseconds hold

constexpr const char* kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr const char* kNotFound =
    "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 62\r\n\r\n"
    R"({"error":{"message":"Unknown URL","type":"invalid_request"}}  )";
constexpr const char* kBadRequest =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 95\r\n\r\n"
    R"({"error":{"message":"Expected stream and bench tokens=N interval=U","type":"invalid_request"}} )";

// 29 letters and digits, as a completion's id has them.
std::string new_id() {
  static std::mt19937_64 random{std::random_device{}()};
  std::string id(29, '0');
  for (char& letter : id) letter = kDigits[random() % 62];
  return id;
}

}  // namespace

Server::Server(std::vector<int> listeners, int stop)
    : epoll_(epoll_create1(EPOLL_CLOEXEC)),
      listeners_(std::move(listeners)),
      stop_(stop),
      pacing_(now_us()),
      block_(kBlock) {
  epoll_event stopping{.events = EPOLLIN, .data = {.ptr = &stop_}};
  epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_, &stopping);
  for (int& listener : listeners_) {
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &listener}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, listener, &event);
  }
}

Server::~Server() {
  for (const auto& connection : connections_) {
    if (connection) ::close(connection->descriptor);
  }
  for (const int listener : listeners_) ::close(listener);
  ::close(epoll_);
}

std::uint64_t Server::wait_us() const {
  if (!eager_.empty()) return 0;
  const auto next = pacing_.next_us();
  if (!next) return kForeverUs;
  const std::uint64_t now = now_us();
  return *next > now ? *next - now : 0;
}

void Server::run() {
  std::array<epoll_event, kEvents> events{};
  std::vector<Connection*> eager;
  for (;;) {
    const std::uint64_t most_us = wait_us();
    const timespec wait{.tv_sec = static_cast<time_t>(most_us / 1'000'000),
                        .tv_nsec = static_cast<long>(most_us % 1'000'000 * 1000)};
    const int count = epoll_pwait2(epoll_, events.data(), kEvents, &wait, nullptr);
    for (int i = 0; i < count; ++i) {
      if (events[i].data.ptr == &stop_) return;
      auto* const source = static_cast<int*>(events[i].data.ptr);
      if (source >= listeners_.data() && source < listeners_.data() + listeners_.size()) {
        accept_all(*source);
      } else {
        on_events(*static_cast<Connection*>(events[i].data.ptr), events[i].events);
      }
    }
    const std::uint64_t now = now_us();
    while (Waiting* const due = pacing_.take_due(now)) advance(static_cast<Connection&>(*due), now);
    eager.swap(eager_);
    for (Connection* const connection : eager) {
      connection->eager = false;
      if (!connection->dead) advance(*connection, now_us());
    }
    eager.clear();
    closed_.clear();
  }
}

void Server::accept_all(int listener) {
  for (;;) {
    const int descriptor = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return;
    const int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connections_.size() <= static_cast<std::size_t>(descriptor)) connections_.resize(descriptor + 1);
    auto& connection = connections_[descriptor];
    connection = std::make_unique<Connection>();
    connection->descriptor = descriptor;
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data = {.ptr = connection.get()}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
  }
}

void Server::on_events(Connection& connection, std::uint32_t events) {
  if (connection.dead) return;
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) read(connection);
  if ((events & EPOLLOUT) != 0 && connection.full && !connection.dead) advance(connection, now_us());
}

void Server::read(Connection& connection) {
  for (;;) {
    const ssize_t size = recv(connection.descriptor, block_.data(), block_.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) break;
    if (size <= 0) {
      close(connection);
      return;
    }
    connection.requests.append({block_.data(), static_cast<std::size_t>(size)});
  }
  if (!connection.answer) take_request(connection);
}

void Server::take_request(Connection& connection) {
  Order order;
  switch (connection.requests.next(order)) {
    case RequestState::kIncomplete:
      return;
    case RequestState::kContinue:
      reply(connection, kContinue);
      return;
    case RequestState::kUnknown:
      reply(connection, kNotFound);
      return;
    case RequestState::kBadRequest:
      reply(connection, kBadRequest);
      return;
    case RequestState::kOrder: {
      const std::uint64_t now = now_us();
      connection.answer.emplace(order, new_id(), now);
      advance(connection, now);
    }
  }
}

void Server::advance(Connection& connection, std::uint64_t now) {
  Answer& answer = *connection.answer;
  if (connection.linked()) pacing_.remove(connection);
  const std::size_t size = answer.render(block_, answer.due(now), now, connection.full && answer.paced());
  const ssize_t sent = send(connection.descriptor, block_.data(), size, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) {
    close(connection);
    return;
  }
  const auto taken = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
  answer.sent(taken);
  connection.full = taken < size;
  if (connection.full) return;
  if (answer.complete()) {
    connection.answer.reset();
    take_request(connection);
  } else if (answer.paced()) {
    pacing_.add(connection, answer.next_due_us());
  } else if (!connection.eager) {
    connection.eager = true;
    eager_.push_back(&connection);
  }
}

void Server::reply(Connection& connection, const char* response) {
  // A few bytes on a connection where nothing waits: the kernel takes them whole or the peer has gone.
  if (send(connection.descriptor, response, std::strlen(response), MSG_NOSIGNAL) < 0) close(connection);
}

void Server::close(Connection& connection) {
  connection.dead = true;
  if (connection.linked()) pacing_.remove(connection);
  ::close(connection.descriptor);
  closed_.push_back(std::move(connections_[connection.descriptor]));
}

}  // namespace bench
