// One request and its response, as far as it has come.
#pragma once

#include <exception>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include <base/clock.h>
#include <openai/client.h>

#include "answer.h"
#include "endpoint.h"
#include "patience.h"
#include "transport.h"

namespace openai {

class Transfer;
using TransferPtr = std::shared_ptr<Transfer>;

// Resumes the awaiting task, soon; called once.
using Completion =
    std::move_only_function<void(std::exception_ptr thrown, std::expected<Finish, Failure> outcome)>;

// What is asked.
struct Inquiry {
  std::string body;
  DeltaHandler on_delta;
  Timeouts timeouts;
  PrefetchHandler prefetch;
};

// Owned by the client's state from its start until it is released. What its transport tells it is only noted;
// what the caller sees happens afterwards, in `deliver` and `complete`.
class Transfer : public std::enable_shared_from_this<Transfer> {
 public:
  // `touched`: where a transfer enters itself when there is something to look at; outlives it.
  Transfer(const runtime::Executor& executor, const Endpoint& endpoint, const Options& options,
           Inquiry inquiry, Completion completion, std::vector<TransferPtr>& touched);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] const std::string& body() const { return body_; }
  // The body is not needed again.
  void request_was_heard() { std::string().swap(body_); }
  void carry_with(std::unique_ptr<Carriage> carriage) { carriage_ = std::move(carriage); }
  [[nodiscard]] Carriage* carriage() const { return carriage_.get(); }

  // Told by the transport, in this order. The request is on its way:
  void connected();
  // Bytes of the response's body; `form`: of the events that came with them. False: the rest is of no
  // interest.
  [[nodiscard]] bool received(int status, std::string_view bytes, EventForm& form) noexcept;
  // The response has ended as its framing says it should, or failed.
  void ended(std::optional<LineFailure> failure);

  // Brings what `received` and `deliver` need into the processor's cache, without waiting for it.
  void prefetch() const;
  // The same of what its reader needs to take the text.
  void prefetch_reader() const {
    if (!released && prefetch_reader_ && !text_.empty()) prefetch_reader_();
  }

  // Notes, for the next look at it.
  void timed_out();
  void cancelled();

  // Moves the deadline according to what has happened since the last look.
  void advance(base::SteadyTime now);
  [[nodiscard]] base::SteadyTime deadline() const { return patience_.deadline(); }

  // Hands what text there is to the reader; passes on what the reader throws.
  void deliver();
  // The outcome is settled: nothing that can still happen changes it.
  [[nodiscard]] bool settled() const { return over_ || answer_.complete(); }
  // There is no more to do for the transport.
  [[nodiscard]] bool over() const { return over_; }
  // Tells the awaiting task, the first time it is called.
  void complete(std::exception_ptr thrown = nullptr);

  // Nothing more is delivered. Not to be called by the reader itself.
  void drop_reader() {
    on_delta_ = nullptr;
    prefetch_reader_ = nullptr;
  }

  // The state's own notes about it.
  base::SteadyTime next_look = base::SteadyTime::max();
  bool released = false;

 private:
  void touch();
  [[nodiscard]] bool read(int status, std::string_view bytes, EventForm& form);
  // Of the response; 0: none yet.
  [[nodiscard]] int status() const;
  [[nodiscard]] std::expected<Finish, Failure> outcome() const;
  [[nodiscard]] base::Error why() const;
  [[nodiscard]] base::Error why_not_transferred() const;

  // What each piece of an answer touches stands together: thousands of transfers do not fit into the
  // processor's caches.
  bool is_touched_ = false;
  bool connected_ = false;
  bool heard_ = false;
  bool over_ = false;
  bool timed_out_ = false;
  bool cancelled_ = false;
  bool text_delivered_ = false;
  std::vector<TransferPtr>& touched_;
  std::string text_;
  DeltaHandler on_delta_;
  PrefetchHandler prefetch_reader_;
  Patience patience_;
  Answer answer_;

  const Endpoint& endpoint_;
  const std::string& secret_;
  std::string body_;
  std::string error_body_;
  Completion completion_;
  std::unique_ptr<Carriage> carriage_;
  std::optional<LineFailure> line_failure_;
  std::exception_ptr thrown_;

 public:
  // The state's own, too.
  boost::asio::steady_timer deadline_timer;
};

}  // namespace openai
