#include "transfer.h"

#include <chrono>
#include <utility>

#include "server_words.h"

namespace openai {
namespace {

constexpr std::size_t kMostErrorBody = std::size_t{64} << 10;

bool is_success(int status) {
  return status >= 200 && status < 300;
}

// An informational response (1xx) is none yet.
bool is_refusal(int status) {
  return status >= 300;
}

}  // namespace

Transfer::Transfer(const runtime::Executor& executor, const Endpoint& endpoint, const Options& options,
                   Inquiry inquiry, Completion completion, std::vector<TransferPtr>& touched)
    : touched_(touched),
      on_delta_(std::move(inquiry.on_delta)),
      prefetch_reader_(std::move(inquiry.prefetch)),
      patience_(options, inquiry.timeouts, std::chrono::steady_clock::now()),
      answer_(options.max_event_bytes),
      endpoint_(endpoint),
      secret_(options.api_key),
      body_(std::move(inquiry.body)),
      completion_(std::move(completion)),
      deadline_timer(executor) {}

void Transfer::connected() {
  connected_ = true;
  touch();
}

bool Transfer::received(int status, std::string_view bytes, EventForm& form) noexcept {
  try {
    return read(status, bytes, form);
  } catch (...) {
    thrown_ = std::current_exception();
    return false;
  }
}

void Transfer::touch() {
  if (is_touched_) return;
  is_touched_ = true;
  touched_.push_back(shared_from_this());
}

bool Transfer::read(int status, std::string_view bytes, EventForm& form) {
  touch();
  heard_ = true;
  if (is_success(status)) return answer_.read(bytes, form, text_);
  error_body_.append(bytes.substr(0, kMostErrorBody - error_body_.size()));
  return error_body_.size() < kMostErrorBody;
}

void Transfer::prefetch() const {
  constexpr std::size_t kCacheLine = 64;
  const char* const begin = reinterpret_cast<const char*>(this);
  const char* const end = reinterpret_cast<const char*>(&answer_) + sizeof(answer_);
  for (const char* line = begin; line < end; line += kCacheLine) __builtin_prefetch(line);
}

void Transfer::ended(std::optional<LineFailure> failure) {
  touch();
  over_ = true;
  line_failure_ = std::move(failure);
  if (!line_failure_ && is_success(status())) answer_.end(text_);
}

void Transfer::timed_out() {
  over_ = true;
  timed_out_ = true;
}

void Transfer::cancelled() {
  over_ = true;
  cancelled_ = true;
}

int Transfer::status() const {
  return carriage_ ? carriage_->status() : 0;
}

void Transfer::advance(base::SteadyTime now) {
  is_touched_ = false;
  if (connected_) patience_.connected(now);
  if (heard_) patience_.heard(now);
  heard_ = false;
  if (answer_.complete()) patience_.answer_complete(now);
}

void Transfer::deliver() {
  if (text_.empty() || !on_delta_) return;
  text_delivered_ = true;
  on_delta_(text_);
  text_.clear();
}

void Transfer::complete(std::exception_ptr thrown) {
  if (!completion_) return;
  if (!thrown) thrown = thrown_;
  std::exchange(completion_, nullptr)(std::move(thrown), outcome());
}

std::expected<Finish, Failure> Transfer::outcome() const {
  if (answer_.finished() && !cancelled_) {
    return Finish{
        .reason = answer_.finish_reason(), .usage = answer_.usage(), .text_delivered = text_delivered_};
  }
  Failure failure{.error = why(),
                  .http_status = status(),
                  .retry_after = std::nullopt,
                  .text_delivered = text_delivered_};
  if (is_refusal(status()) && carriage_->retry_after().count() > 0)
    failure.retry_after = carriage_->retry_after();
  return std::unexpected(std::move(failure));
}

base::Error Transfer::why() const {
  if (cancelled_) return {kCancelled, "The answer is no longer wanted."};
  if (is_refusal(status())) {
    return http_error(status(), error_body_, endpoint_.host(), secret_);
  }
  if (timed_out_) return patience_.too_long(endpoint_.host());
  if (const auto& error = answer_.error()) {
    const std::string words = quotable(error->message, secret_);
    return {error->code,
            error->code == kModelError ? "The model's server reported an error: " + words : words};
  }
  return why_not_transferred();
}

base::Error Transfer::why_not_transferred() const {
  const std::string reason = line_failure_ ? quotable(line_failure_->words, secret_) : "no reason is known";
  switch (line_failure_ ? line_failure_->kind : LineFailure::Kind::kBroken) {
    case LineFailure::Kind::kTimeout:
      return patience_.too_long(endpoint_.host());
    case LineFailure::Kind::kTls:
      return {kTlsFailed, "There is no secure connection to " + endpoint_.host() + ": " + reason};
    case LineFailure::Kind::kConnect:
      return {kConnectFailed, "There is no connection to " + endpoint_.host() + ": " + reason};
    case LineFailure::Kind::kBroken:
      return {kBrokenStream, "The connection to " + endpoint_.host() + " broke: " + reason};
  }
  std::unreachable();
}

}  // namespace openai
