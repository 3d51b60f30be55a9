#include "front_door.h"

#include <cstdint>
#include <functional>
#include <thread>

#include <fmt/format.h>

#include <runtime/log.h>
#include <runtime/run_on.h>

namespace server {
namespace {

net::HttpServerOptions http_options(const Settings& settings) {
  net::HttpServerOptions options;
  options.max_connections = settings.connections;
  options.max_connections_per_address = settings.connections_per_address;
  options.max_header_bytes = settings.header_bytes;
  options.first_request_timeout = settings.first_request_timeout;
  options.header_timeout = settings.header_timeout;
  options.body_timeout = settings.body_timeout;
  return options;
}

}  // namespace

FrontDoor::NetworkLoop::NetworkLoop(const Settings& settings)
    : open(loop.get_executor()),
      http(loop.get_executor(), http_options(settings), std::ref(router),
           [](std::string_view message) { runtime::log(runtime::LogLevel::kWarning, message); }) {}

FrontDoor::FrontDoor(const Settings& settings) {
  for (std::uint64_t i = 0; i < settings.loops; ++i)
    loops_.push_back(std::make_unique<NetworkLoop>(settings));
}

FrontDoor::~FrontDoor() = default;

base::Result<> FrontDoor::open(const Settings& settings) {
  const auto port = http().listen(settings.host, static_cast<std::uint16_t>(settings.port));
  if (!port) return base::fail(port.error());
  const bool v6 = settings.host.find(':') != std::string::npos;
  url_ = fmt::format("http://{}:{}", v6 ? "[" + settings.host + "]" : settings.host, *port);
  return {};
}

void FrontDoor::run() {
  std::vector<std::jthread> threads;
  threads.reserve(loops_.size());
  for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { loop(i).run(); });
  try {
    loop().run();
  } catch (...) {
    // The threads are joined on the way out.
    for (const auto& each : loops_) each->loop.stop();
    throw;
  }
}

// Connections count on the first loop to their end, so that it is the last.
runtime::Task<> FrontDoor::shut_down() {
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    co_await runtime::run_on(loop(i).get_executor(), http(i).shut_down());
  }
  co_await http().shut_down();
  let_loops_end();
}

void FrontDoor::let_loops_end() {
  for (const auto& each : loops_) each->open.reset();
}

}  // namespace server
