#include "curl_loop.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <sys/epoll.h>

namespace openai {
namespace {

CURLM* open_multi() {
  // libcurl counts the calls; the program never ends its use.
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* const multi = started == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) throw std::runtime_error("libcurl could not be started");
  return multi;
}

int readiness_of(std::uint32_t events) {
  // libcurl finds out about errors and hang-ups by reading.
  const bool in = (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
  const bool out = (events & (EPOLLOUT | EPOLLERR)) != 0;
  return (in ? CURL_CSELECT_IN : 0) | (out ? CURL_CSELECT_OUT : 0);
}

// It is given back as it is, and nobody follows it.
void* tag_of(curl_socket_t socket) {
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(socket));  // NOLINT(performance-no-int-to-ptr)
}

curl_socket_t socket_of(void* tag) {
  return static_cast<curl_socket_t>(reinterpret_cast<std::intptr_t>(tag));
}

// Tells the connections to one server apart. 0: it has none yet.
long local_port_of(CURL* transfer) {
  long port = 0;
  return curl_easy_getinfo(transfer, CURLINFO_LOCAL_PORT, &port) == CURLE_OK && port > 0 ? port : 0;
}

}  // namespace

CurlLoop::CurlLoop(const runtime::Executor& executor, std::size_t max_connections, Observer& observer)
    : observer_(observer),
      multi_(nullptr),
      sockets_(std::make_shared<SocketSet>(executor, *this)),
      timer_(executor) {
  multi_ = open_multi();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlLoop::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlLoop::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(max_connections));
}

CurlLoop::~CurlLoop() {
  close();
}

void CurlLoop::close() {
  if (multi_ == nullptr) return;
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, nullptr);
  curl_multi_cleanup(multi_);
  multi_ = nullptr;
  timer_.cancel();
  sockets_->close();
}

bool CurlLoop::add(CURL* transfer) {
  if (curl_multi_add_handle(multi_, transfer) != CURLM_OK) return false;
  running_.insert(transfer);
  running_has_changed();
  return true;
}

void CurlLoop::remove(CURL* transfer) {
  if (running_.erase(transfer) != 0) {
    give_up(transfer);
  } else {
    curl_multi_remove_handle(multi_, transfer);
  }
  running_has_changed();
}

// libcurl looks at every transfer of a connection whenever a byte has come for one of them (HTTP/2). Looking
// for many bytes at once keeps what a byte costs from growing with the number of transfers; nobody sees the
// delay.
void CurlLoop::running_has_changed() {
  constexpr std::chrono::microseconds kForEach{10};
  constexpr std::chrono::microseconds kMost{2000};
  sockets_->set_pause(std::min<std::chrono::microseconds>(kMost, kForEach * running_.size()));
  sockets_->set_idle(running_.empty());
  if (running_.empty()) timer_.cancel();
}

void CurlLoop::give_up(CURL* transfer) {
  const long port = local_port_of(transfer);
  // libcurl 7.88 leaves an HTTP/2 stream's RST_STREAM in the connection's buffer until something else is
  // written there. A connection that no other stream uses is therefore closed ...
  curl_easy_setopt(transfer, CURLOPT_FORBID_REUSE, 1L);
  curl_multi_remove_handle(multi_, transfer);
  if (port == 0) return;
  // ... and one in use is made to write: pausing and resuming a stream sends what the buffer holds.
  for (CURL* const other : running_) {
    if (local_port_of(other) != port || curl_easy_pause(other, CURLPAUSE_SEND) != CURLE_OK) continue;
    curl_easy_pause(other, CURLPAUSE_CONT);
    return;
  }
}

int CurlLoop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  static_cast<CurlLoop*>(self)->watch(socket, what);
  return 0;
}

int CurlLoop::on_timer(CURLM*, long milliseconds, void* self) {
  static_cast<CurlLoop*>(self)->set_timer(milliseconds);
  return 0;
}

void CurlLoop::watch(curl_socket_t socket, int what) {
  if (what == CURL_POLL_REMOVE) return sockets_->forget(socket);
  const std::uint32_t events =
      ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
  sockets_->watch(socket, events, tag_of(socket));
}

void CurlLoop::socket_ready(void* tag, std::uint32_t events) {
  if (multi_ != nullptr) act(socket_of(tag), readiness_of(events));
}

void CurlLoop::set_timer(long milliseconds) {
  timer_is_set_ = milliseconds >= 0;
  timeout_due_ = milliseconds == 0 && inside_curl_;
  if (timeout_due_) return;  // served before the turn ends, without a timer
  if (!timer_is_set_) {
    timer_.cancel();
    return;
  }
  // libcurl rounds up, but to another clock's milliseconds: one more, lest it be called too early.
  timer_.expires_after(std::chrono::milliseconds(milliseconds == 0 ? 0 : milliseconds + 1));
  timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
    if (!cancelled) self->run_timeouts();
  });
}

void CurlLoop::run_timeouts() {
  if (multi_ == nullptr) return;
  timer_is_set_ = false;
  act(CURL_SOCKET_TIMEOUT, 0);
  if (!timer_is_set_) {
    // libcurl only calls when its next timeout changes, which it does not when it finds that it was early.
    long milliseconds = -1;
    curl_multi_timeout(multi_, &milliseconds);
    if (milliseconds >= 0) set_timer(milliseconds);
  }
  end_turn();
}

void CurlLoop::act(curl_socket_t socket, int readiness) {
  int running = 0;
  inside_curl_ = true;
  curl_multi_socket_action(multi_, socket, readiness, &running);
  inside_curl_ = false;
}

void CurlLoop::end_turn() {
  if (multi_ == nullptr) return;
  constexpr int kMostRounds = 8;
  for (int round = 0; timeout_due_; ++round) {
    timeout_due_ = false;
    if (round == kMostRounds) {
      set_timer(0);
      break;
    }
    act(CURL_SOCKET_TIMEOUT, 0);
  }
  const auto self = shared_from_this();
  int left = 0;
  while (multi_ != nullptr) {
    const CURLMsg* const message = curl_multi_info_read(multi_, &left);
    if (message == nullptr) break;
    if (message->msg != CURLMSG_DONE) continue;
    running_.erase(message->easy_handle);
    observer_.transfer_ended(message->easy_handle, message->data.result);
  }
  if (multi_ != nullptr) observer_.turn_ended();
}

}  // namespace openai
