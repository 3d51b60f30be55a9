#include <stdexcept>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openai/client.h>

#include "curl_transport.h"
#include "plain_transport.h"
#include "transfer.h"

namespace openai {
namespace {

using Outcome = std::expected<Finish, Failure>;

template <class Handler>
Completion posted(Handler handler) {
  auto executor = boost::asio::get_associated_executor(handler);
  return [handler = std::move(handler), executor](std::exception_ptr thrown, Outcome outcome) mutable {
    boost::asio::post(executor, [handler = std::move(handler), thrown = std::move(thrown),
                                 outcome = std::move(outcome)]() mutable {
      std::move(handler)(std::move(thrown), std::move(outcome));
    });
  };
}

}  // namespace

// Shared by the client, the timers and the cancellation slots of its transfers.
class Client::State final : public Transport::Observer, public std::enable_shared_from_this<State> {
 public:
  State(runtime::Executor executor, Options options)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        endpoint_(options_),
        transport_(make_transport()) {}

  std::weak_ptr<Transfer> start(Inquiry inquiry, Completion completion);
  void cancel(const TransferPtr& transfer);
  void close();
  [[nodiscard]] std::size_t running() const { return transfers_.size(); }

  void turn_ended() override;

 private:
  [[nodiscard]] std::unique_ptr<Transport> make_transport();
  void settle(const TransferPtr& transfer);
  void release(const TransferPtr& transfer);
  void watch(const TransferPtr& transfer);
  void look_at(const TransferPtr& transfer);

  runtime::Executor executor_;
  Options options_;
  Endpoint endpoint_;
  std::unique_ptr<Transport> transport_;
  // Those that something has happened to, and those of them that are being settled.
  std::vector<TransferPtr> touched_;
  std::vector<TransferPtr> settling_;
  std::unordered_set<TransferPtr> transfers_;
};

std::unique_ptr<Transport> Client::State::make_transport() {
  if (PlainTransport::serves(endpoint_))
    return std::make_unique<PlainTransport>(executor_, endpoint_, options_.max_connections, *this);
  return std::make_unique<CurlTransport>(executor_, endpoint_, options_.max_connections, *this);
}

std::weak_ptr<Transfer> Client::State::start(Inquiry inquiry, Completion completion) {
  const auto transfer = std::make_shared<Transfer>(executor_, endpoint_, options_, std::move(inquiry),
                                                   std::move(completion), touched_);
  if (!transport_->start(*transfer)) {
    transfer->ended(LineFailure{LineFailure::Kind::kConnect, "there is no memory for it"});
    transfer->released = true;
    transfer->complete();
    return transfer;
  }
  transfers_.insert(transfer);
  watch(transfer);
  return transfer;
}

void Client::State::turn_ended() {
  const auto self = shared_from_this();
  const base::SteadyTime now = std::chrono::steady_clock::now();
  settling_.swap(touched_);
  for (const TransferPtr& transfer : settling_) transfer->prefetch_reader();
  for (const TransferPtr& transfer : settling_) {
    transfer->advance(now);
    settle(transfer);
  }
  settling_.clear();
}

void Client::State::settle(const TransferPtr& transfer) {
  if (transfer->released) return;
  try {
    transfer->deliver();
  } catch (...) {
    release(transfer);
    transfer->complete(std::current_exception());
    return;
  }
  if (transfer->released) return;  // cancelled by its own reader
  if (transfer->over()) release(transfer);
  // A complete answer does not wait for the connection, which libcurl reads on until it can be used again.
  if (transfer->settled()) {
    transfer->complete();
    transfer->drop_reader();
  }
  if (!transfer->released) watch(transfer);
}

void Client::State::watch(const TransferPtr& transfer) {
  const base::SteadyTime deadline = transfer->deadline();
  // Bytes only move the deadline away: the timer is set once, and again when it is found to have been early.
  if (deadline >= transfer->next_look) return;
  transfer->next_look = deadline;
  transfer->deadline_timer.expires_at(deadline);
  transfer->deadline_timer.async_wait(
      [weak = weak_from_this(), transfer](boost::system::error_code cancelled) {
        const auto self = weak.lock();
        if (self && !cancelled) self->look_at(transfer);
      });
}

void Client::State::look_at(const TransferPtr& transfer) {
  if (transfer->released) return;
  transfer->next_look = base::SteadyTime::max();
  if (std::chrono::steady_clock::now() < transfer->deadline()) return watch(transfer);
  transfer->timed_out();
  settle(transfer);
}

void Client::State::cancel(const TransferPtr& transfer) {
  if (transfer->released) return;
  transfer->cancelled();
  release(transfer);
  transfer->complete();
}

void Client::State::release(const TransferPtr& transfer) {
  transfer->released = true;
  transfer->deadline_timer.cancel();
  transport_->release(*transfer);
  transfers_.erase(transfer);
}

void Client::State::close() {
  const std::vector<TransferPtr> left(transfers_.begin(), transfers_.end());
  for (const TransferPtr& transfer : left) cancel(transfer);
  transport_->close();
}

Client::Client(runtime::Executor executor, Options options)
    : state_(std::make_shared<State>(std::move(executor), std::move(options))) {}

Client::~Client() {
  state_->close();
}

runtime::Task<std::expected<Finish, Failure>> Client::stream(const ChatRequest& request,
                                                             DeltaHandler on_delta, const Timeouts& timeouts,
                                                             PrefetchHandler prefetch) {
  auto initiate = [state = state_](auto handler, std::unique_ptr<Inquiry> inquiry) {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    auto running = state->start(std::move(*inquiry), posted(std::move(handler)));
    if (!slot.is_connected()) return;
    // The slot may keep this longer than the transfer lives.
    slot.assign([weak = std::weak_ptr(state), running](boost::asio::cancellation_type) {
      const auto client = weak.lock();
      const auto transfer = running.lock();
      if (client && transfer) client->cancel(transfer);
    });
  };
  // What waits for the answer holds its arguments for as long: a pointer.
  auto inquiry = std::make_unique<Inquiry>(chat_request_body(request), std::move(on_delta), timeouts,
                                           std::move(prefetch));
  return boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(std::exception_ptr, Outcome)>(
      std::move(initiate), boost::asio::use_awaitable, std::move(inquiry));
}

std::size_t Client::running() const {
  return state_->running();
}

}  // namespace openai
