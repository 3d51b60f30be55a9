#include <exception>
#include <utility>
#include <vector>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <net/http_server.h>
#include <runtime/task_group.h>

#include "http_connection.h"
#include "listen.h"

namespace net {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

// When the kernel has no file descriptor or memory for one more connection, trying at once again would spin.
constexpr std::chrono::milliseconds kAcceptPause{100};
// So that the log of a server without descriptors says it, and is not filled with it.
constexpr std::chrono::minutes kAcceptLogPause{1};

std::string_view advice_for(const ErrorCode& error) {
  const bool files = error == boost::system::errc::too_many_files_open ||
                     error == boost::system::errc::too_many_files_open_in_system;
  return files ? "; raise the limit of open files (ulimit -n), or lower the limit of connections."
               : "; it is tried again until it can.";
}

std::string numeric(asio::ip::address address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  if (address.is_v6()) return address.to_string();
  std::string text;
  for (const unsigned byte : address.to_v4().to_bytes()) {
    if (!text.empty()) text += '.';
    text += std::to_string(byte);
  }
  return text;
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "an exception of unknown type";
  }
}

// A port that is being listened on.
struct Door {
  explicit Door(tcp::acceptor opened) : acceptor(std::move(opened)), pause(acceptor.get_executor()) {}
  tcp::acceptor acceptor;
  asio::steady_timer pause;
};

}  // namespace

HttpServerCounts& operator+=(HttpServerCounts& sum, const HttpServerCounts& more) {
  sum.connections += more.connections;
  sum.accepted += more.accepted;
  sum.refused_connections += more.refused_connections;
  sum.refused_per_address += more.refused_per_address;
  sum.unused_connections += more.unused_connections;
  sum.requests += more.requests;
  sum.late_heads += more.late_heads;
  sum.late_bodies += more.late_bodies;
  sum.late_readers += more.late_readers;
  sum.malformed_requests += more.malformed_requests;
  sum.oversized_heads += more.oversized_heads;
  sum.oversized_bodies += more.oversized_bodies;
  sum.oversized_messages += more.oversized_messages;
  sum.websocket_violations += more.websocket_violations;
  sum.control_floods += more.control_floods;
  return sum;
}

ServerContext::ServerContext(runtime::Executor on, HttpServerOptions limits, Handler handle,
                             HttpServer::LogHandler logger)
    : executor(std::move(on)),
      options(limits),
      handler(std::move(handle)),
      log(std::move(logger)),
      sockets(std::make_shared<OpenSockets>(executor, options)),
      tasks(executor, [say = log](std::string_view name, const std::exception_ptr& failure) {
        if (say) say(std::string(name) + " failed: " + text_of(failure));
      }) {}

class HttpServer::Impl {
 public:
  Impl(runtime::Executor executor, HttpServerOptions options, Handler handler, LogHandler log)
      : context_(std::make_shared<ServerContext>(std::move(executor), options, std::move(handler),
                                                 std::move(log))) {}

  base::Result<std::uint16_t> listen(const std::string& host, std::uint16_t port);
  void stop_accepting();
  runtime::Task<> shut_down();
  [[nodiscard]] HttpServerCounts counts() const;
  [[nodiscard]] const std::shared_ptr<ServerContext>& context() const { return context_; }

 private:
  runtime::Task<> accept_from(std::shared_ptr<Door> door);
  void admit(tcp::socket socket, const tcp::endpoint& peer);

  const std::shared_ptr<ServerContext> context_;
  std::vector<std::shared_ptr<Door>> doors_;
};

base::Result<std::uint16_t> HttpServer::Impl::listen(const std::string& host, std::uint16_t port) {
  auto acceptors = open_acceptors(context_->executor, host, port);
  if (!acceptors) return base::fail(std::move(acceptors.error()));
  for (tcp::acceptor& acceptor : *acceptors) {
    doors_.push_back(std::make_shared<Door>(std::move(acceptor)));
    context_->tasks.spawn("accept", accept_from(doors_.back()));
  }
  return doors_.back()->acceptor.local_endpoint().port();
}

runtime::Task<> HttpServer::Impl::accept_from(std::shared_ptr<Door> door) {
  auto next_log = base::SteadyTime::min();
  while (door->acceptor.is_open()) {
    ErrorCode error;
    tcp::endpoint peer;
    tcp::socket socket =
        co_await door->acceptor.async_accept(peer, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      admit(std::move(socket), peer);
      continue;
    }
    if (error == asio::error::connection_aborted || error == asio::error::operation_aborted) continue;
    const auto now = std::chrono::steady_clock::now();
    if (now >= next_log && context_->log) {
      next_log = now + kAcceptLogPause;
      context_->log("No connection can be accepted just now (" + error.message() + ")" +
                    std::string(advice_for(error)));
    }
    door->pause.expires_after(kAcceptPause);
    co_await door->pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

void HttpServer::Impl::admit(tcp::socket socket, const tcp::endpoint& peer) {
  auto admission = context_->sockets->admit(numeric(peer.address()));
  if (!admission) return;
  context_->tasks.spawn("connection", HttpConnection::serve(std::make_shared<HttpConnection>(
                                          std::move(socket), std::move(*admission), context_)));
}

void HttpServer::Impl::stop_accepting() {
  context_->stopping = true;
  for (const auto& door : doors_) {
    ErrorCode ignored;
    door->acceptor.close(ignored);
    door->pause.cancel();
  }
  doors_.clear();
  context_->sockets->close_idle();
}

runtime::Task<> HttpServer::Impl::shut_down() {
  stop_accepting();
  context_->shutting_down = true;
  context_->sockets->abort_all();
  context_->tasks.cancel();
  co_await context_->tasks.join();
  co_await context_->sockets->wait_until_empty();
}

HttpServerCounts HttpServer::Impl::counts() const {
  HttpServerCounts counts = context_->sockets->counts();
  counts.connections = context_->sockets->count();
  return counts;
}

HttpServer::HttpServer(runtime::Executor executor, HttpServerOptions options, Handler handler, LogHandler log)
    : impl_(std::make_unique<Impl>(std::move(executor), options, std::move(handler), std::move(log))) {}

HttpServer::~HttpServer() = default;

base::Result<std::uint16_t> HttpServer::listen(const std::string& host, std::uint16_t port) {
  return impl_->listen(host, port);
}

void HttpServer::stop_accepting() {
  impl_->stop_accepting();
}

runtime::Task<> HttpServer::shut_down() {
  return impl_->shut_down();
}

HttpServerCounts HttpServer::counts() const {
  return impl_->counts();
}

const std::shared_ptr<ServerContext>& HttpServer::context() const {
  return impl_->context();
}

}  // namespace net
