// A server with fixed behaviour, for protocol test suites and for tests with official clients: Engine.IO at
// /engine.io/, Socket.IO at /socket.io/, what it tells of itself at /stats.
#include <csignal>
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
#include "settings.h"
#include "stats.h"
#include "streams.h"
#include "watch.h"

namespace {

struct Parts {
  net::HttpServer& http;
  engineio::Server& engine;
  socketio::Server& io;
  conformance::Streams& streams;
  conformance::Watch& watch;
};

runtime::Task<> serve_until_signal(Parts& parts) {
  boost::asio::signal_set signals(co_await boost::asio::this_coro::executor, SIGINT, SIGTERM);
  co_await signals.async_wait(boost::asio::use_awaitable);
  parts.http.stop_accepting();
  co_await parts.streams.stop();
  co_await parts.watch.stop();
  co_await parts.engine.shut_down();
  co_await parts.io.close();
  co_await parts.http.shut_down();
}

}  // namespace

int main(int argc, char** argv) {
  const auto settings = conformance::parse_settings(argc, argv);
  if (!settings) {
    std::fputs(settings.error().text.c_str(), settings.error().exit_code == 0 ? stdout : stderr);
    return settings.error().exit_code;
  }
  runtime::set_log_sink([](runtime::LogLevel, std::string_view message) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
  });
  boost::asio::io_context loop(1);

  engineio::Server engine(loop.get_executor(), conformance::engine_options(*settings, "/engine.io/"),
                          conformance::echo);
  socketio::Server io(loop.get_executor(), conformance::socketio_options(*settings));
  conformance::add_namespaces(io);
  conformance::Streams streams(loop.get_executor(), io.of("/lab"));
  conformance::Watch watch(loop.get_executor(), io);
  for (const char* nsp : {"/", "/custom", "/lab"}) watch.add(nsp);

  net::Router router;
  router.handle_prefix(engine.options().path, engine.handler());
  router.handle_prefix(io.path(), io.handler());
  net::HttpServer http(loop.get_executor(), {}, std::ref(router), nullptr);
  router.handle("GET", "/stats", conformance::stats_handler([&] {
                  return conformance::Stats{.sockets = io.counts(), .http = http.counts()};
                }));
  const auto port = http.listen("127.0.0.1", settings->port);
  if (!port) {
    std::fprintf(stderr, "%s\n", port.error().message.c_str());
    return EXIT_FAILURE;
  }
  std::printf("listening on %u\n", static_cast<unsigned>(*port));
  std::fflush(stdout);
  Parts parts{http, engine, io, streams, watch};
  boost::asio::co_spawn(loop, serve_until_signal(parts), boost::asio::detached);
  loop.run();
}
