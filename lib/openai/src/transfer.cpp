#include "transfer.h"

#include <chrono>
#include <utility>

#include "server_words.h"

namespace openai {
namespace {

constexpr std::size_t kMostErrorBody = std::size_t{64} << 10;

bool is_success(long status) {
  return status >= 200 && status < 300;
}

// An informational response (1xx) is none yet.
bool is_refusal(long status) {
  return status >= 300;
}

}  // namespace

Transfer::Transfer(const runtime::Executor& executor, const Endpoint& endpoint, const Options& options,
                   const Timeouts& timeouts, std::string body, DeltaHandler on_delta, Completion completion,
                   std::vector<TransferPtr>& touched)
    : deadline_timer(executor),
      endpoint_(endpoint),
      secret_(options.api_key),
      body_(std::move(body)),
      on_delta_(std::move(on_delta)),
      completion_(std::move(completion)),
      touched_(touched),
      handle_(curl_easy_init()),
      patience_(options, timeouts, std::chrono::steady_clock::now()),
      answer_(options.max_event_bytes) {}

bool Transfer::prepare() {
  CURL* const handle = handle_.get();
  if (handle == nullptr || !endpoint_.prepare(handle)) return false;
  curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, curl_words_.data());
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body_.data());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, &Transfer::on_connected);
  curl_easy_setopt(handle, CURLOPT_PREREQDATA, this);
  return true;
}

Transfer& Transfer::of(CURL* handle) {
  Transfer* transfer = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
  return *transfer;
}

std::size_t Transfer::on_body(char* bytes, std::size_t, std::size_t size, void* self) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  try {
    // Any other number than `size` makes libcurl end the transfer.
    return transfer.read({bytes, size}) ? size : CURL_WRITEFUNC_ERROR;
  } catch (...) {
    transfer.thrown_ = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

int Transfer::on_connected(void* self, char*, char*, int, int) noexcept {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.connected_ = true;
  transfer.touch();
  return CURL_PREREQFUNC_OK;
}

void Transfer::touch() {
  if (is_touched_) return;
  is_touched_ = true;
  touched_.push_back(shared_from_this());
}

bool Transfer::read(std::string_view bytes) {
  touch();
  if (!heard_ && !is_success(status_)) curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status_);
  heard_ = true;
  if (is_success(status_)) return answer_.read(bytes, text_);
  error_body_.append(bytes.substr(0, kMostErrorBody - error_body_.size()));
  return error_body_.size() < kMostErrorBody;
}

void Transfer::ended(CURLcode result) {
  touch();
  over_ = true;
  result_ = result;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status_);
  if (result == CURLE_OK && is_success(status_)) answer_.end(text_);
}

void Transfer::timed_out() {
  over_ = true;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status_);
  timed_out_ = true;
}

void Transfer::cancelled() {
  over_ = true;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status_);
  cancelled_ = true;
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
                  .http_status = static_cast<int>(status_),
                  .retry_after = std::nullopt,
                  .text_delivered = text_delivered_};
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &seconds);
  if (is_refusal(status_) && seconds > 0) failure.retry_after = std::chrono::seconds(seconds);
  return std::unexpected(std::move(failure));
}

base::Error Transfer::why() const {
  if (cancelled_) return {kCancelled, "The answer is no longer wanted."};
  if (is_refusal(status_)) {
    return http_error(static_cast<int>(status_), error_body_, endpoint_.host(), secret_);
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
  const char* const words = curl_words_[0] != '\0' ? curl_words_.data() : curl_easy_strerror(result_);
  const std::string reason = quotable(words, secret_);
  switch (result_) {
    case CURLE_OPERATION_TIMEDOUT:
      return patience_.too_long(endpoint_.host());
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
      return {kTlsFailed, "There is no secure connection to " + endpoint_.host() + ": " + reason};
    default:
      break;
  }
  if (patience_.is_connecting() && !connected_) {
    return {kConnectFailed, "There is no connection to " + endpoint_.host() + ": " + reason};
  }
  return {kBrokenStream, "The connection to " + endpoint_.host() + " broke: " + reason};
}

}  // namespace openai
