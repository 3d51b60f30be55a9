// A program that knows nothing of this repository: it uses the installed Socket.IO library, and its public
// headers only.
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <net/http_server.h>
#include <net/router.h>
#include <socketio/server.h>

namespace {

using SocketPtr = std::shared_ptr<socketio::Socket>;

void welcome(const SocketPtr& socket) {
  socket->emit("welcome", socket->auth());
  socket->on("enter", [raw = socket.get()](socketio::Event event) {
    raw->join(std::string(event.args.at(0).as_string()));
    event.ack(boost::json::array{"entered"});
  });
  socket->on("say", [raw = socket.get()](const socketio::Event& event) {
    raw->to(std::string(event.args.at(0).as_string())).emit("said", event.args.at(1));
  });
}

runtime::Task<> stop_on_signal(socketio::Server& io, net::HttpServer& http) {
  boost::asio::signal_set signals(co_await boost::asio::this_coro::executor, SIGINT, SIGTERM);
  co_await signals.async_wait(boost::asio::use_awaitable);
  co_await io.close();
  co_await http.shut_down();
}

}  // namespace

int main() {
  boost::asio::io_context loop;
  socketio::Server io(loop.get_executor(), {});
  io.of("/").on_connection(welcome);
  net::Router router;
  router.handle_prefix(io.path(), io.handler());
  net::HttpServer http(loop.get_executor(), {}, router, nullptr);
  const auto port = http.listen("127.0.0.1", 0);
  if (!port) return std::fprintf(stderr, "%s\n", port.error().message.c_str()), 1;
  boost::asio::co_spawn(loop, stop_on_signal(io, http), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
  std::printf("listening on %d\n", *port);
  std::fflush(stdout);
  loop.run();
}
