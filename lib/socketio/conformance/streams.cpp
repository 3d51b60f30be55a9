#include "streams.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/log.h>

namespace conformance {
namespace {

void log_failure(std::string_view name, const std::exception_ptr&) {
  runtime::log(runtime::LogLevel::kError, std::string(name) + " failed");
}

}  // namespace

Streams::Streams(runtime::Executor executor, socketio::Namespace& nsp)
    : namespace_(nsp), producers_(std::move(executor), log_failure) {
  nsp.on_connection([this](const std::shared_ptr<socketio::Socket>& socket) { serve(socket); });
}

runtime::Task<> Streams::stop() {
  producers_.cancel();
  co_await producers_.join();
}

void Streams::serve(const std::shared_ptr<socketio::Socket>& socket) {
  socket->on("stream", [this, raw = socket.get()](socketio::Event event) {
    const boost::json::object& asked = event.args.at(0).as_object();
    Plan plan;
    plan.id = asked.at("id").as_string();
    plan.count = asked.at("count").as_int64();
    plan.every = std::chrono::milliseconds(asked.at("every_ms").as_int64());
    plan.binary = asked.contains("binary");
    plan.asides = asked.contains("asides");
    raw->join(plan.id);
    event.ack(boost::json::array{});
    // Asked again, after a line that broke before the answer, it is the same stream.
    if (known_.insert(plan.id).second) producers_.spawn("stream", produce(std::move(plan)));
  });
}

runtime::Task<> Streams::produce(Plan plan) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  for (std::int64_t seq = 0; seq < plan.count; ++seq) {
    boost::json::object chunk{{"id", plan.id}, {"seq", seq}};
    const socketio::Broadcast readers = namespace_.to(plan.id);
    if (plan.binary) {
      readers.emit("chunk", std::move(chunk), socketio::Binary{std::to_string(seq)});
    } else {
      readers.emit("chunk", std::move(chunk));
    }
    if (plan.asides) namespace_.to(plan.id).as_volatile().emit("aside", "not an offset");
    timer.expires_after(plan.every);
    const auto [error] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (error) co_return;
  }
}

}  // namespace conformance
