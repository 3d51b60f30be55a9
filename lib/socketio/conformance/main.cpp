// A server with fixed behaviour, for protocol test suites and for tests with official clients: Engine.IO at
// /engine.io/, Socket.IO at /socket.io/.
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <engineio/server.h>
#include <net/http_server.h>
#include <net/router.h>
#include <runtime/log.h>
#include <socketio/server.h>

#include "behaviours.h"

namespace {

std::uint16_t port_of(int argc, char** argv) {
  std::uint16_t port = 3000;
  if (argc == 3 && std::string_view(argv[1]) == "--port") {
    const std::string_view text = argv[2];
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return port;
  }
  if (argc == 1) return port;
  std::fputs("usage: socketio-conformance [--port N]\n", stderr);
  std::exit(2);
}

runtime::Task<> serve_until_signal(net::HttpServer& http, engineio::Server& engine, socketio::Server& io) {
  boost::asio::signal_set signals(co_await boost::asio::this_coro::executor, SIGINT, SIGTERM);
  co_await signals.async_wait(boost::asio::use_awaitable);
  http.stop_accepting();
  co_await engine.shut_down();
  co_await io.close();
  co_await http.shut_down();
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint16_t wanted_port = port_of(argc, argv);
  runtime::set_log_sink([](runtime::LogLevel, std::string_view message) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
  });
  boost::asio::io_context loop(1);

  engineio::Server engine(loop.get_executor(), conformance::engine_options("/engine.io/"), conformance::echo);
  socketio::Options options;
  options.engine = conformance::engine_options("/socket.io/");
  options.connect_timeout = std::chrono::milliseconds(1000);
  socketio::Server io(loop.get_executor(), options);
  conformance::add_namespaces(io);

  net::Router router;
  router.handle_prefix(engine.options().path, engine.handler());
  router.handle_prefix(io.path(), io.handler());
  net::HttpServer http(loop.get_executor(), {}, router, nullptr);
  const auto port = http.listen("127.0.0.1", wanted_port);
  if (!port) {
    std::fprintf(stderr, "%s\n", port.error().message.c_str());
    return EXIT_FAILURE;
  }
  std::printf("listening on %u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);
  boost::asio::co_spawn(loop, serve_until_signal(http, engine, io), boost::asio::detached);
  loop.run();
}
