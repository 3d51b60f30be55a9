// Acknowledgements: those that a client is asked for, and those that it asks for.
#include <exception>
#include <stdexcept>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <runtime/log.h>
#include <socketio/encoder.h>
#include <socketio/packet.h>

#include "connection.h"
#include "namespace_state.h"
#include "server_state.h"
#include "socket_handlers.h"

namespace socketio {

void Event::ack(Arguments arguments) {
  const auto id = std::exchange(ack_id_, std::nullopt);
  const auto socket = socket_.lock();
  if (id && socket) socket->send_ack(*id, std::move(arguments));
}

void Socket::emit_with_ack(std::string_view event, Arguments args, std::chrono::milliseconds timeout,
                           AckHandler handler) {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  Server::State& server = *namespace_->server_->state_;
  if (!connected()) {
    boost::asio::post(server.executor, [handler = std::move(handler)]() mutable {
      handler(base::fail(kSocketDisconnected, "The client has left."));
    });
    return;
  }
  const std::uint64_t id = namespace_->state_->next_ack_id++;
  const auto deadline =
      server.engine.deadlines().add(base::SteadyTime::clock::now() + timeout, [weak = weak_from_this(), id] {
        const auto socket = weak.lock();
        if (!socket || !socket->handlers_) return;
        auto pending = socket->handlers_->acks.extract(id);
        pending.mapped().handler(base::fail(kAckTimeout, "The client did not answer in time."));
      });
  handlers_->acks.emplace(id, Handlers::PendingAck{std::move(handler), deadline});
  std::string packet = encode_event(namespace_->name(), event, args.values, args.attachments.size(), id);
  connection_->send(std::move(packet), std::move(args.attachments));
}

runtime::Task<base::Result<Arguments>> Socket::call(std::string event, Arguments args,
                                                    std::chrono::milliseconds timeout) {
  using Outcome = base::Result<Arguments>;
  auto initiate = [](auto handler, const std::shared_ptr<Socket>& socket, const std::string& name,
                     Arguments sent, std::chrono::milliseconds patience) {
    auto executor = boost::asio::get_associated_executor(handler);
    socket->emit_with_ack(
        name, std::move(sent), patience, [handler = std::move(handler), executor](Outcome outcome) mutable {
          boost::asio::post(executor, [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
            std::move(handler)(std::move(outcome));
          });
        });
  };
  return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Outcome)>(
      std::move(initiate), boost::asio::use_awaitable, shared_from_this(), std::move(event), std::move(args),
      timeout);
}

void Socket::expect_ack(std::uint64_t id, AckHandler handler) {
  if (handlers_) handlers_->acks.emplace(id, Handlers::PendingAck{std::move(handler), std::nullopt});
}

void Socket::forget_ack(std::uint64_t id) {
  if (handlers_) handlers_->acks.erase(id);
}

void Socket::resolve_ack(std::uint64_t id, Arguments args) {
  auto pending = handlers_->acks.extract(id);
  if (pending.empty()) return;  // late, or never asked for
  if (const auto deadline = pending.mapped().deadline) {
    namespace_->server_->state_->engine.deadlines().cancel(*deadline);
  }
  pending.mapped().handler(std::move(args));
}

void Socket::fail_acks(Handlers& handlers) {
  for (auto& [id, pending] : std::exchange(handlers.acks, {})) {
    if (pending.deadline) namespace_->server_->state_->engine.deadlines().cancel(*pending.deadline);
    try {
      pending.handler(base::fail(kSocketDisconnected, "The client left before it answered."));
    } catch (const std::exception& error) {
      runtime::log(runtime::LogLevel::kError, std::string("An ack handler failed: ") + error.what());
    }
  }
}

}  // namespace socketio
