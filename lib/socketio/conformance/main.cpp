// A server with fixed behaviour, for protocol test suites and for tests with official clients: Engine.IO at
// /engine.io/, Socket.IO at /socket.io/, what it tells of itself at /stats.
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
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
#include "stats.h"

namespace {

struct Arguments {
  std::uint16_t port = 3000;
  // What the protocol's suites ask for. Tests that are not about heartbeats give more, for machines that are
  // busy.
  std::uint32_t ping_interval_ms = 300;
  std::uint32_t ping_timeout_ms = 200;
};

[[noreturn]] void refuse_usage() {
  std::fputs(
      "usage: socketio-conformance [--port N] [--ping-interval MILLISECONDS] [--ping-timeout MILLISECONDS]\n",
      stderr);
  std::exit(2);
}

template <class Number>
void read_number(std::string_view text, Number& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) refuse_usage();
}

Arguments parse_arguments(int argc, char** argv) {
  Arguments arguments;
  if (argc % 2 == 0) refuse_usage();
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--port") {
      read_number(argv[i + 1], arguments.port);
    } else if (name == "--ping-interval") {
      read_number(argv[i + 1], arguments.ping_interval_ms);
    } else if (name == "--ping-timeout") {
      read_number(argv[i + 1], arguments.ping_timeout_ms);
    } else {
      refuse_usage();
    }
  }
  return arguments;
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
  const Arguments arguments = parse_arguments(argc, argv);
  const conformance::Heartbeat heartbeat{.interval = std::chrono::milliseconds(arguments.ping_interval_ms),
                                         .timeout = std::chrono::milliseconds(arguments.ping_timeout_ms)};
  runtime::set_log_sink([](runtime::LogLevel, std::string_view message) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
  });
  boost::asio::io_context loop(1);

  engineio::Server engine(loop.get_executor(), conformance::engine_options("/engine.io/", heartbeat),
                          conformance::echo);
  socketio::Options options;
  options.engine = conformance::engine_options("/socket.io/", heartbeat);
  options.connect_timeout = std::chrono::milliseconds(1000);
  socketio::Server io(loop.get_executor(), options);
  conformance::add_namespaces(io);

  net::Router router;
  router.handle_prefix(engine.options().path, engine.handler());
  router.handle_prefix(io.path(), io.handler());
  net::HttpServer http(loop.get_executor(), {}, std::ref(router), nullptr);
  router.handle("GET", "/stats", conformance::stats_handler([&] {
                  return conformance::Stats{.sockets = io.counts(), .http = http.counts()};
                }));
  const auto port = http.listen("127.0.0.1", arguments.port);
  if (!port) {
    std::fprintf(stderr, "%s\n", port.error().message.c_str());
    return EXIT_FAILURE;
  }
  std::printf("listening on %u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);
  boost::asio::co_spawn(loop, serve_until_signal(http, engine, io), boost::asio::detached);
  loop.run();
}
