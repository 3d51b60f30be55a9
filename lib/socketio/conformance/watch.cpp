#include "watch.h"

#include <chrono>
#include <string>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/log.h>

namespace conformance {
namespace {

constexpr std::chrono::milliseconds kLookEvery{10};

void log_failure(std::string_view name, const std::exception_ptr&) {
  runtime::log(runtime::LogLevel::kError, std::string(name) + " failed");
}

}  // namespace

Watch::Watch(runtime::Executor executor, socketio::Server& io)
    : io_(io), waits_(std::move(executor), log_failure) {
  io.of("/watch").on_connection([this](const std::shared_ptr<socketio::Socket>& socket) {
    socket->on("sessions-fall-to",
               [this](socketio::Event event) { waits_.spawn("watch", wait_for_fall(std::move(event))); });
  });
}

void Watch::add(std::string_view nsp) {
  io_.of(nsp).on_connection([this](const std::shared_ptr<socketio::Socket>& socket) {
    socket->on_disconnect([this, raw = socket.get()](socketio::DisconnectReason reason) {
      io_.of("/watch").emit(
          "left", boost::json::object{
                      {"nsp", raw->nsp().name()}, {"id", raw->id()}, {"reason", socketio::name_of(reason)}});
    });
  });
}

runtime::Task<> Watch::stop() {
  waits_.cancel();
  co_await waits_.join();
}

runtime::Task<> Watch::wait_for_fall(socketio::Event asked) {
  const auto wanted = boost::json::value_to<std::size_t>(asked.args.at(0));
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (io_.counts().sessions > wanted) {
    timer.expires_after(kLookEvery);
    const auto [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (error) co_return;
  }
  asked.ack(boost::json::array{});
}

}  // namespace conformance
