#include "scripted_server.h"

#include <charconv>
#include <utility>

#include <boost/asio/ssl/impl/src.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace openai {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "Content-Length: ";
  const std::size_t at = head.find(kName);
  std::size_t length = 0;
  if (at != std::string_view::npos) {
    std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
  }
  return length;
}

runtime::Task<> run_always(PeerPtr peer, std::string bytes) {
  while (co_await peer->read_request()) co_await peer->send(bytes);
}

runtime::Task<> run_and_close(PeerPtr peer, std::string bytes) {
  if (co_await peer->read_request()) co_await peer->send(bytes);
}

runtime::Task<> run_and_hold(PeerPtr peer, std::string bytes, bool* closed) {
  if (co_await peer->read_request()) co_await peer->send(bytes);
  co_await peer->wait_for_close();
  if (closed != nullptr) *closed = true;
}

}  // namespace

Peer::Peer(tcp::socket socket, asio::ssl::context* tls) {
  if (tls == nullptr) {
    plain_.emplace(std::move(socket));
  } else {
    tls_.emplace(std::move(socket), *tls);
  }
}

tcp::socket& Peer::socket() {
  return plain_ ? *plain_ : tls_->next_layer();
}

runtime::Task<> Peer::handshake() {
  if (tls_) co_await tls_->async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
}

runtime::Task<std::size_t> Peer::read_some() {
  char bytes[4096];
  const auto buffer = asio::buffer(bytes);
  std::size_t size = 0;
  try {
    size = plain_ ? co_await plain_->async_read_some(buffer, asio::use_awaitable)
                  : co_await tls_->async_read_some(buffer, asio::use_awaitable);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    co_return 0;
  }
  input_.append(bytes, size);
  co_return size;
}

runtime::Task<std::optional<std::string>> Peer::read_request() {
  while (true) {
    constexpr std::string_view kHeadEnd = "\r\n\r\n";
    const std::size_t head_end = input_.find(kHeadEnd);
    if (head_end != std::string::npos) {
      const std::size_t size = head_end + kHeadEnd.size() + content_length(input_.substr(0, head_end));
      if (input_.size() >= size) {
        std::string request = input_.substr(0, size);
        input_.erase(0, size);
        co_return request;
      }
    }
    if (co_await read_some() == 0) co_return std::nullopt;
  }
}

runtime::Task<> Peer::send(std::string bytes) {
  if (plain_) {
    co_await asio::async_write(*plain_, asio::buffer(bytes), asio::use_awaitable);
  } else {
    co_await asio::async_write(*tls_, asio::buffer(bytes), asio::use_awaitable);
  }
}

runtime::Task<> Peer::wait_for_close() {
  while (co_await read_some() != 0) {
  }
}

void Peer::close() {
  boost::system::error_code ignored;
  socket().shutdown(tcp::socket::shutdown_both, ignored);
  socket().close(ignored);
}

void Peer::reset() {
  boost::system::error_code ignored;
  socket().set_option(tcp::socket::linger(true, 0), ignored);
  socket().close(ignored);
}

ScriptedServer::ScriptedServer(runtime::Executor executor)
    : executor_(executor),
      acceptor_(executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      tasks_(executor, nullptr) {}

ScriptedServer::ScriptedServer(runtime::Executor executor, const TestCertificate& certificate)
    : ScriptedServer(std::move(executor)) {
  tls_.emplace(asio::ssl::context::tls_server);
  tls_->use_certificate(asio::buffer(certificate.certificate), asio::ssl::context::pem);
  tls_->use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
}

void ScriptedServer::start(Script script) {
  tasks_.spawn("accept", accept(std::move(script)));
}

runtime::Task<> ScriptedServer::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

runtime::Task<> ScriptedServer::accept(Script script) {
  while (true) {
    tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
    ++connections_;
    socket.set_option(tcp::no_delay(true));
    tasks_.spawn("serve", serve(std::make_shared<Peer>(std::move(socket), tls_ ? &*tls_ : nullptr), script));
  }
}

runtime::Task<> ScriptedServer::serve(PeerPtr peer, Script script) {
  co_await peer->handshake();
  co_await script(peer);
  peer->close();
}

std::string ScriptedServer::base_url() const {
  const std::string port = std::to_string(acceptor_.local_endpoint().port());
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + port + "/v1";
}

std::string response(int status, std::string_view body, std::string_view more_headers) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: application/json\r\n";
  bytes.append(more_headers);
  bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  return bytes;
}

std::string chunk(std::string_view bytes) {
  char size[16];
  const auto [end, error] = std::to_chars(size, size + sizeof size, bytes.size(), 16);
  return std::string(size, end).append("\r\n").append(bytes).append("\r\n");
}

std::string delta_event(std::string_view escaped_text) {
  return R"(data: {"choices":[{"index":0,"delta":{"content":")" + std::string(escaped_text) +
         "\"},\"finish_reason\":null}]}\n\n";
}

std::string finish_event(std::string_view reason) {
  return R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":")" + std::string(reason) + "\"}]}\n\n";
}

Script answer_always(std::string bytes) {
  return [bytes = std::move(bytes)](PeerPtr peer) { return run_always(std::move(peer), bytes); };
}

Script answer_and_close(std::string bytes) {
  return [bytes = std::move(bytes)](PeerPtr peer) { return run_and_close(std::move(peer), bytes); };
}

Script answer_and_hold(std::string bytes, bool* closed) {
  return [bytes = std::move(bytes), closed](PeerPtr peer) {
    return run_and_hold(std::move(peer), bytes, closed);
  };
}

}  // namespace openai
