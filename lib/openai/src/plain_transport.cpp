#include "plain_transport.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include <sys/epoll.h>
#include <unistd.h>

namespace openai {
namespace {

// What one look takes from a socket: under load, many pieces of an answer.
constexpr std::size_t kReadBytes = std::size_t{64} << 10;
constexpr std::size_t kBufferBytes = 4 * kReadBytes;
// Kept for the next questions.
constexpr std::size_t kMostIdle = 256;

// Told once of what comes: a socket that was read stays in no list that the next look would go through.
constexpr std::uint32_t kReading = EPOLLIN | EPOLLRDHUP | EPOLLET;
// After one of these there is an end to read, of which nothing more is told.
constexpr std::uint32_t kEnding = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

PlainCarriage& carriage_of(CURL* connecting) {
  PlainCarriage* carriage = nullptr;
  curl_easy_getinfo(connecting, CURLINFO_PRIVATE, &carriage);
  return *carriage;
}

PlainCarriage& carriage_of(const Transfer& transfer) {
  return static_cast<PlainCarriage&>(*transfer.carriage());
}

// Whether something is left in the socket of which the set tells nothing more.
bool may_have_more(const Received& received, std::uint32_t events) {
  if (received.error != 0) return received.error == EINTR;
  if (received.bytes.empty()) return false;
  return received.bytes.size() == kReadBytes || (events & kEnding) != 0;
}

// RFC 9110, 10.2.3: a number of seconds or a date.
std::chrono::seconds seconds_of(const std::string& retry_after) {
  if (retry_after.empty()) return {};
  if (const auto date = curl_getdate(retry_after.c_str(), nullptr); date > 0 && retry_after.contains(' ')) {
    return std::max(std::chrono::seconds(date) - std::chrono::duration_cast<std::chrono::seconds>(
                                                     std::chrono::system_clock::now().time_since_epoch()),
                    std::chrono::seconds(0));
  }
  return std::chrono::seconds(std::max(0L, std::strtol(retry_after.c_str(), nullptr, 10)));
}

}  // namespace

void PlainCarriage::leave_connection() {
  if (connection == nullptr) return;
  status_ = connection->status();
  retry_after_ = seconds_of(std::string(connection->retry_after()));
  connection = nullptr;
}

bool PlainTransport::serves(const Endpoint& endpoint) {
  // As libcurl has it: HTTP_PROXY in capitals is not heeded, since a web server sets it from a request's
  // field.
  const bool proxy = is_set("http_proxy") || is_set("all_proxy") || is_set("ALL_PROXY");
  return !endpoint.is_secure() && !endpoint.has_credentials() && !proxy;
}

PlainTransport::PlainTransport(const runtime::Executor& executor, const Endpoint& endpoint,
                               std::size_t max_connections, Transport::Observer& observer)
    : endpoint_(endpoint),
      max_connections_(max_connections),
      observer_(observer),
      connector_(std::make_shared<CurlLoop>(executor, 0, *this)),
      sockets_(std::make_shared<SocketSet>(executor, *this)),
      buffer_(kBufferBytes) {}

PlainTransport::~PlainTransport() {
  close();
}

void PlainTransport::close() {
  sockets_->close();
  connector_->close();
  idle_.clear();
  connections_.clear();
}

bool PlainTransport::start(Transfer& transfer) {
  auto carriage = std::make_unique<PlainCarriage>(transfer);
  PlainCarriage& started = *carriage;
  transfer.carry_with(std::move(carriage));
  return begin(started);
}

bool PlainTransport::begin(PlainCarriage& carriage) {
  if (PlainConnection* const connection = idle_connection()) {
    send(*connection, carriage);
    return true;
  }
  if (has_room()) return connect(carriage);
  waiting_.push_back(&carriage);
  return true;
}

bool PlainTransport::has_room() const {
  return max_connections_ == 0 || connections_.size() + connecting_ < max_connections_;
}

PlainConnection* PlainTransport::idle_connection() {
  while (!idle_.empty()) {
    PlainConnection* const connection = idle_.back();
    idle_.pop_back();
    if (connection->is_open()) return connection;
    drop(*connection);
  }
  return nullptr;
}

bool PlainTransport::connect(PlainCarriage& carriage) {
  auto opening = std::make_unique<PlainCarriage::Opening>(EasyHandle(curl_easy_init()));
  CURL* const handle = opening->handle.get();
  if (handle == nullptr || !endpoint_.prepare(handle)) return false;
  curl_easy_setopt(handle, CURLOPT_PRIVATE, &carriage);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, opening->words.data());
  curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
  if (!connector_->add(handle)) return false;
  carriage.opening = std::move(opening);
  ++connecting_;
  return true;
}

void PlainTransport::transfer_ended(CURL* handle, CURLcode result) {
  PlainCarriage& carriage = carriage_of(handle);
  curl_socket_t socket = CURL_SOCKET_BAD;
  int own = -1;
  if (result == CURLE_OK && curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
      socket != CURL_SOCKET_BAD) {
    // libcurl closes the one that it opened.
    own = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  }
  --connecting_;
  connector_->remove(handle);
  const auto opening = std::move(carriage.opening);
  if (own >= 0) {
    auto connection = std::make_unique<PlainConnection>(own);
    PlainConnection& made = *connection;
    connections_.emplace(&made, std::move(connection));
    watch(made);
    send(made, carriage);
    return;
  }
  const char* const words = opening->words[0] != '\0' ? opening->words.data() : curl_easy_strerror(result);
  const auto kind =
      result == CURLE_OPERATION_TIMEDOUT ? LineFailure::Kind::kTimeout : LineFailure::Kind::kConnect;
  carriage.transfer.ended(LineFailure{kind, words});
}

void PlainTransport::send(PlainConnection& connection, PlainCarriage& carriage) {
  carriage.connection = &connection;
  carriage.transfer.connected();
  std::string request = endpoint_.plain_head(carriage.transfer.body().size());
  connection.send(carriage, request.append(carriage.transfer.body()));
  if (connection.wants_to_write()) watch(connection);
  sockets_->set_idle(false);
}

void PlainTransport::watch(PlainConnection& connection) {
  const std::uint32_t events = connection.wants_to_write() ? kReading | EPOLLOUT : kReading;
  sockets_->watch(connection.socket(), events, &connection);
}

void PlainTransport::socket_ready(void* tag, std::uint32_t events) {
  PlainConnection& connection = *static_cast<PlainConnection*>(tag);
  if (connection.carriage() == nullptr) {
    // Nothing was asked: the server has closed it, or breaks the protocol.
    std::erase(idle_, &connection);
    drop(connection);
    return;
  }
  if ((events & EPOLLOUT) != 0) {
    connection.write();
    if (!connection.wants_to_write()) watch(connection);
  }
  if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0) return;
  if (buffer_.size() - used_ < kReadBytes) take_received();
  const Received received = connection.receive(std::span(buffer_).subspan(used_, kReadBytes));
  used_ += received.bytes.size();
  received_.emplace_back(&connection, received);
  if (may_have_more(received, events)) watch(connection);
}

void PlainTransport::take_received() {
  for (const auto& [connection, received] : received_) take(*connection, received);
  received_.clear();
  used_ = 0;
}

void PlainTransport::take(PlainConnection& connection, const Received& received) {
  const PlainConnection::Step step = connection.take(received);
  if (step == PlainConnection::Step::kGoesOn) return;
  PlainCarriage& carriage = *connection.carriage();
  switch (step) {
    case PlainConnection::Step::kGoesOn:
    case PlainConnection::Step::kDone:
      carriage.transfer.ended(std::nullopt);
      return end_exchange(connection);
    case PlainConnection::Step::kUnanswered:
      return unanswered(connection, carriage);
    case PlainConnection::Step::kBroken:
      carriage.transfer.ended(LineFailure{LineFailure::Kind::kBroken, connection.words()});
      return end_exchange(connection);
  }
}

void PlainTransport::all_served() {
  take_received();
  end_turn();
}

// A kept connection that the server closed at the moment when it was used again: the request gets another.
void PlainTransport::unanswered(PlainConnection& connection, PlainCarriage& carriage) {
  const bool again = connection.is_used() && !carriage.tried_again;
  end_exchange(connection);
  carriage.tried_again = true;
  if (again && connect(carriage)) return;
  carriage.transfer.ended(
      LineFailure{LineFailure::Kind::kBroken, "it was closed before there was a response"});
}

void PlainTransport::end_exchange(PlainConnection& connection) {
  connection.carriage()->leave_connection();
  if (connection.end_exchange() && idle_.size() < kMostIdle) {
    idle_.push_back(&connection);
  } else {
    drop(connection);
  }
}

void PlainTransport::drop(PlainConnection& connection) {
  connections_.erase(&connection);
}

void PlainTransport::release(Transfer& transfer) {
  PlainCarriage& carriage = carriage_of(transfer);
  if (carriage.opening) {
    --connecting_;
    connector_->remove(carriage.opening->handle.get());
    carriage.opening.reset();
  } else if (PlainConnection* const connection = carriage.connection) {
    carriage.leave_connection();
    drop(*connection);
  } else {
    std::erase(waiting_, &carriage);
  }
  serve_waiting();
  if (connections_.size() == idle_.size()) sockets_->set_idle(true);
}

void PlainTransport::serve_waiting() {
  while (!waiting_.empty() && (!idle_.empty() || has_room())) {
    PlainCarriage& carriage = *waiting_.front();
    waiting_.pop_front();
    if (!begin(carriage)) {
      carriage.transfer.ended(LineFailure{LineFailure::Kind::kConnect, "there is no memory for it"});
    }
  }
}

void PlainTransport::end_turn() {
  serve_waiting();
  observer_.turn_ended();
}

}  // namespace openai
