// Broadcasts that ask every receiver for an acknowledgement.
#include <map>
#include <stdexcept>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <socketio/encoder.h>
#include <socketio/packet.h>

#include "namespace_state.h"
#include "server_state.h"

namespace socketio {

// One question to many. Kept by the sockets that have not answered, and by its deadline.
struct Broadcast::Question {
  std::map<std::string, std::weak_ptr<Socket>> waiting_for;
  BroadcastReplies replies;
  ReplyHandler handler;
  engineio::Deadlines* deadlines = nullptr;
  engineio::Deadlines::Id deadline;

  void settle(const std::string& id, base::Result<Arguments> answer) {
    waiting_for.erase(id);
    if (answer) {
      replies.responses.emplace(id, *std::move(answer));
    } else {
      replies.missing.push_back(id);
    }
    if (!waiting_for.empty()) return;
    deadlines->cancel(deadline);
    handler(std::move(replies));
  }

  void time_out(std::uint64_t ack_id) {
    for (const auto& [id, weak] : std::exchange(waiting_for, {})) {
      replies.missing.push_back(id);
      if (const auto socket = weak.lock()) socket->forget_ack(ack_id);
    }
    handler(std::move(replies));
  }
};

void Broadcast::emit_with_ack(std::string_view event, Arguments args, std::chrono::milliseconds timeout,
                              ReplyHandler handler) const {
  if (is_reserved_event(event)) throw std::invalid_argument("reserved event name: " + std::string(event));
  Server::State& server = *namespace_->server_->state_;
  const auto targets = receivers();
  if (targets.empty()) {
    boost::asio::post(server.executor, [handler = std::move(handler)]() mutable { handler({}); });
    return;
  }
  const auto question = std::make_shared<Question>();
  const std::uint64_t ack_id = namespace_->state_->next_ack_id++;
  question->handler = std::move(handler);
  question->deadlines = &server.engine.deadlines();
  question->deadline = question->deadlines->add(base::SteadyTime::clock::now() + timeout,
                                                [question, ack_id] { question->time_out(ack_id); });
  for (const auto& socket : targets) {
    question->waiting_for.emplace(socket->id(), socket);
    socket->expect_ack(ack_id, [question, id = socket->id()](base::Result<Arguments> answer) {
      question->settle(id, std::move(answer));
    });
  }
  ask(targets, encode_event(namespace_->name(), event, args.values, args.attachments.size(), ack_id),
      std::move(args.attachments));
}

runtime::Task<BroadcastReplies> Broadcast::call(std::string event, Arguments args,
                                                std::chrono::milliseconds timeout) const {
  auto initiate = [](auto handler, const Broadcast& target, const std::string& name, Arguments sent,
                     std::chrono::milliseconds patience) {
    auto executor = boost::asio::get_associated_executor(handler);
    target.emit_with_ack(
        name, std::move(sent), patience, [handler = std::move(handler), executor](auto replies) mutable {
          boost::asio::post(executor, [handler = std::move(handler), replies = std::move(replies)]() mutable {
            std::move(handler)(std::move(replies));
          });
        });
  };
  return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(BroadcastReplies)>(
      std::move(initiate), boost::asio::use_awaitable, *this, std::move(event), std::move(args), timeout);
}

}  // namespace socketio
