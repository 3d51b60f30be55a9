// One TCP connection: reads requests one after the other and gives each to the handler as an Exchange.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include <net/exchange.h>
#include <net/http_server.h>
#include <runtime/task_group.h>

#include "open_sockets.h"
#include "receive_buffer.h"
#include "request_parser.h"

namespace net {

// What all connections of a server share. Used on the server's loop, but for what is constant.
struct ServerContext {
  ServerContext(runtime::Executor executor, HttpServerOptions limits, Handler handle,
                HttpServer::LogHandler logger);

  const runtime::Executor executor;
  const HttpServerOptions options;
  const Handler handler;
  const HttpServer::LogHandler log;
  const std::shared_ptr<OpenSockets> sockets;
  runtime::TaskGroup tasks;
  bool stopping = false;       // answers say "Connection: close"
  bool shutting_down = false;  // tasks are being cancelled
};

// Lives as long as its task `serve` runs or a callback of its socket is pending. Between requests it holds no
// buffer, while a handler waits only what the request's head needs.
class HttpConnection final : public Exchange,
                             public OpenSocket,
                             public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(boost::asio::ip::tcp::socket socket, Admission admission,
                 std::shared_ptr<ServerContext> server);

  // Runs the connection to its end, or until it is handed over.
  static runtime::Task<> serve(std::shared_ptr<HttpConnection> self);

  [[nodiscard]] const Request& request() const override { return request_; }
  runtime::Task<base::Result<std::string>> read_body(std::size_t limit_bytes) override;
  void on_peer_gone(std::function<void()> handler) override;
  runtime::Task<base::Result<>> respond(Response response) override;
  runtime::Task<base::Result<std::unique_ptr<WebSocket>>> accept_websocket(WebSocketOptions options,
                                                                           Headers extra) override;
  runtime::Task<> drop(std::string raw) override;
  void annotate(std::any note) override { request_.note = std::move(note); }
  void hand_over(HttpServer& to) override { next_server_ = to.context(); }

  void abort_socket() override;
  void close_if_idle() override;

 private:
  using ErrorCode = boost::system::error_code;
  // What the connection waits for; decides what an expired deadline means.
  enum class Phase : std::uint8_t { kIdle, kHead, kBody, kHandler, kWrite, kLinger };

  void on_deadline() override;
  void enter(Phase phase, std::chrono::milliseconds limit);
  HttpServerCounts& counts() { return server_->sockets->counts(); }

  // A hand-over, on the loop that it leaves and on the one that it comes to.
  static void leave(std::shared_ptr<HttpConnection> self);
  static void arrive(std::shared_ptr<HttpConnection> self);

  // The serve loop, in http_connection.cpp. Those of bool: whether the connection goes on.
  runtime::Task<bool> wait_for_request();
  runtime::Task<bool> read_head();
  runtime::Task<> refuse(int status);
  runtime::Task<> run_handler();
  runtime::Task<bool> finish_request();
  runtime::Task<bool> drain_body();
  runtime::Task<> linger();

  // Input and output.
  // What has come already; false: nothing.
  bool try_to_receive();
  runtime::Task<ErrorCode> receive();
  runtime::Task<bool> write(std::string_view head, std::string_view body);

  // The exchange's insides, in exchange.cpp.
  [[nodiscard]] bool is_over() const { return answered_ || is_lost(); }
  [[nodiscard]] bool is_lost() const { return peer_lost_ || !socket_.is_open(); }
  [[nodiscard]] bool body_is_awaited() const;
  void begin_answer();
  runtime::Task<bool> write_response(Response response);
  void watch();
  void stop_watching();
  void on_watched(std::uint32_t round, const ErrorCode& error);
  void lose_peer();

  std::shared_ptr<ServerContext> server_;
  std::shared_ptr<ServerContext> next_server_;  // that the request is being handed over to
  boost::asio::ip::tcp::socket socket_;
  Admission admission_;
  ReceiveBuffer received_;
  Request request_;
  RequestParser parser_;
  std::function<void()> peer_gone_;
  std::uint32_t watch_round_ = 0;  // tells a cancelled wait from the present one
  Phase phase_ = Phase::kIdle;
  std::uint8_t reads_in_a_row_ = 0;
  bool watching_ = false;
  bool expired_ = false;           // the deadline of kHead or kBody has passed
  bool peer_lost_ = false;         // closed or broken by the peer
  bool expects_continue_ = false;  // the client holds its body back until it hears 100 (RFC 9110, 10.1.1)
  bool body_is_broken_ = false;    // where the next request begins is not known
  bool answered_ = false;
  bool dropped_ = false;
  bool keep_alive_ = true;
  bool has_asked_ = false;    // a first byte has come
  bool has_request_ = false;  // that came with the connection
};

}  // namespace net
